/** The client user of an emulator, and the effect of a wrong secret. */
import { startEmulator } from '@cloudlink-center/emulator';
import { clientOf } from './client-of.ts';

await using emulator = await startEmulator({
  clientId: 'backup-job',
  clientSecret: 'correct horse battery staple',
  tokenLifetime: 60, // seconds
});

await using center = clientOf(emulator);
console.log((await center.sessions.whoami()).name);
await using wrong = clientOf(emulator, 'guessed');
console.log(await wrong.machines.list().catch((error: unknown) => (error as { code: string }).code));
