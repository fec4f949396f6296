/** An emulator for web applications: which application may sign people in, and from which origin it calls. */
import { startEmulator } from '@cloudlink-center/emulator';
import { clientOf } from './client-of.ts';

const origin = 'http://localhost:5173'; // where the web application is served
await using emulator = await startEmulator({
  implicit: {
    clients: { web: [`${origin}/callback`] }, // redirect URIs by client id
    approval: 'page', // asks the person; by default it does not
  },
});
await using center = clientOf(emulator);
await center.cors.allowOrigin({ body: { origin } }); // else browsers let no call through

console.log(emulator.url, emulator.store.state.origins);
