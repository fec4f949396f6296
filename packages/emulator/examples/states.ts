/** Initial states, and machines that register and connect. */
import { writeFile } from 'node:fs/promises';
import { startEmulator } from '@cloudlink-center/emulator';

process.chdir(process.env['TMPDIR'] ?? '/tmp');
await using emulator = await startEmulator({ state: 'small', data: './kept' }); // or 'factory', 'large', 'estate.yaml'
const uuid = emulator.registerMachine({ code: '9a3e-04b7', name: 'web01', ip_address: '203.0.113.7' });
emulator.connectMachine(uuid, '192.0.2.99'); // not in an approved network of its group: it is pending now
await writeFile('estate.yaml', await emulator.saveState()); // for the option `state`, without passwords

console.log(emulator.store.state.machines.at(-1)?.status);
