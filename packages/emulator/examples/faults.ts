/** Faults between a program and its Center. */
import { startEmulator } from '@cloudlink-center/emulator';

await using emulator = await startEmulator({ nodes: 2 });
emulator.faults.add({ operation: 'machines.list', status: 503, times: 2 }); // the next two answers
emulator.faults.add({ html: '<h1>Maintenance</h1>', status: 502 }); // the next answer of any operation
emulator.faults.add({ operation: 'machines.get', cutAfter: 100 }); // cuts the connection after 100 bytes of the body
const slow = emulator.faults.add({ latency: 200, jitter: 100, bytesPerSecond: 1_000 }); // until it is removed
slow();
emulator.faults.endTokens();
emulator.faults.changeCertificate(); // from now on the fingerprint is another
await emulator.faults.stopNode(1); // startNode(1) starts it again
emulator.restart(); // sessions end, and a vault in manual mode is locked

console.log(emulator.faults.list().length, emulator.nodes.length);
