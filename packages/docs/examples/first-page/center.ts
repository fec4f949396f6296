import { startEmulator } from '@cloudlink-center/emulator';

const origin = 'http://localhost:5173'; // where Vite serves the page
const emulator = await startEmulator({
  port: 8443,
  implicit: { clients: { web: [`${origin}/callback`] } },
});
emulator.store.state.origins.push(origin); // an administrator does this with cors.allowOrigin
console.log(`Open ${emulator.url} once, and accept its certificate.`);
