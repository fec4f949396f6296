/** Custom responses and faults. */
import { startEmulator } from '@cloudlink-center/emulator';
import { clientOf } from './client-of.ts';

let failures = 2;
await using emulator = await startEmulator({
  fixtures: {
    // The same answer each time; without `status`, that of success.
    'vault.get': { body: { state: 'LOCKED', auto: false } },
    // Depends on the request; nothing means that the emulator answers itself.
    'keystores.get': ({ path }) => (path['name'] === 'Broken' ? { status: 500, body: 'broken' } : undefined),
    // Twice out of service, then well.
    'machines.list': () => (failures-- > 0 ? { status: 503, body: 'starting' } : undefined),
  },
});

await using center = clientOf(emulator);
console.log((await center.vault.get()).state);
const codeOf = (error: unknown): string => (error as { code: string }).code;
console.log(await center.keystores.get({ path: { name: 'Broken' } }).catch(codeOf));
for (let tries = 0; tries < 3; tries += 1)
  console.log(await center.machines.list().then(({ length }) => length, codeOf));

emulator.revokeTokens(); // as a restart does, or somebody's logout
await center.vault.get();
await emulator.close(); // from now on nobody answers

console.log(emulator.tokenRequests, await center.vault.get().catch(codeOf));
