/**
 * Forwards new security events until Ctrl+C, each once, oldest first. Here the standard output stands for the
 * SIEM.
 */
import { iterateSecurityEvents } from '@cloudlink-center/client';
import { connect } from './connect.ts';

await using connection = await connect(true);
const { center, emulator } = connection;
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
if (emulator) await center.machineGroups.create({ body: { name: 'Something that happens' } });

try {
  for await (const event of iterateSecurityEvents(center, {
    follow: true,
    minutes: 120,
    interval: emulator ? 200 : 5_000,
    signal: stop.signal,
  })) {
    console.log(JSON.stringify(event));
    // The demonstration has seen enough.
    if (emulator && event.name === 'Add group') stop.abort();
  }
} catch (error) {
  if (!stop.signal.aborted) throw error;
}
