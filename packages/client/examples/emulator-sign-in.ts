/**
 * An emulator that a web application in development can send people to.
 */
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator({
  implicit: { clients: { web: ['http://localhost:5173/callback'] }, approval: 'page' },
});
console.log(`The login page is at ${emulator.url}. Sign in as secadmin or jdoe, with emulated-password.`);
