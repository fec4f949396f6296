/**
 * Sends security events on as they come, until Ctrl+C. Here a SIEM is the standard output; every event comes
 * once, oldest first.
 */
import { iterateSecurityEvents } from '@cloudlink-center/client';
import { connect } from './connect.ts';

await using connection = await connect(true);
const { center, emulator } = connection;
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
// The demonstration has no patience.
if (emulator) {
  await center.machineGroups.create({ body: { name: 'Something that happens' } });
  setTimeout(() => stop.abort(), 1_000);
}

try {
  for await (const event of iterateSecurityEvents(center, {
    follow: true,
    minutes: 120,
    interval: emulator ? 200 : 5_000,
    signal: stop.signal,
  })) {
    console.log(JSON.stringify(event));
  }
} catch (error) {
  if (!stop.signal.aborted) throw error;
}
