/**
 * `pnpm web`: builds the page, starts an emulated Center, serves both on this machine and prints the address.
 *
 * ```sh
 * pnpm web                  # addresses such as /vault
 * pnpm web --router hash    # addresses such as /#/vault
 * pnpm web --lifetime 60    # sessions that expire after 60 seconds
 * pnpm web --port 5173      # a fixed port; by default the system picks one
 * ```
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmulator } from '@cloudlink-center/emulator';
import { build } from 'vite';
import { frontOf } from './center-front.ts';
import { type PageSettings, servePage } from './serve.ts';

const { values } = parseArgs({
  options: {
    router: { type: 'string', default: 'history' },
    lifetime: { type: 'string', default: '7200' },
    port: { type: 'string', default: '0' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
// Prints the size of each file, also compressed.
await build({ root, configFile: `${root}vite.config.ts` });

let settings: PageSettings = { center: '', clientId: 'web' };
const page = await servePage(`${root}dist`, Number(values.port), () => settings);
const emulator = await startEmulator({
  tokenLifetime: Number(values.lifetime),
  implicit: { clients: { web: [`${page.origin}/callback`] }, approval: 'page' },
});
emulator.store.state.origins.push(page.origin); // what an administrator does with `cors.allowOrigin`
emulator.store.state.vault = { state: 'locked', auto: false };
const front = await frontOf(emulator, 0);
settings = { center: front.origin, clientId: 'web', router: values.router === 'hash' ? 'hash' : 'history' };

console.log(`
The page:    ${page.origin}
Sign in as:  secadmin, or jdoe who may only look; password: emulated-password
The vault:   is locked; passcode: first made-up code
End it with Ctrl+C.`);

process.once('SIGINT', () => {
  void Promise.all([page, front, emulator].map((part) => part[Symbol.asyncDispose]())).then(() =>
    process.exit(0),
  );
});
