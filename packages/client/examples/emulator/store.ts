/** Reads, saves and restores the state of an emulator. */
import { startEmulator } from '@cloudlink-center/emulator';
import { clientOf } from './client-of.ts';

await using emulator = await startEmulator();
await using center = clientOf(emulator);

emulator.addMachine({ uuid: crypto.randomUUID(), name: 'web01', status: 'connected', resources: [] });
const before = emulator.store.snapshot(); // plain data
emulator.store.state.machines = []; // what a test needs can be written into it
console.log((await center.machines.list()).length); // 0
emulator.store.restore(before);
console.log((await center.machines.list()).length); // 6
emulator.store.reset(); // as it was when it started
console.log((await center.machines.list()).length); // 5
