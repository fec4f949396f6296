/** Lists that page: once through, and followed until a signal. */
import { connect } from '../connect.ts';

await using connection = await connect(true);
const { center } = connection;
const stop = new AbortController();
const { signal } = stop;
setTimeout(() => stop.abort(), 1_000);
const sendToSiem = (event: object): void => console.log(JSON.stringify(event));

// What the README shows, with its import.
import { iterateEvents, iterateSecurityEvents } from '@cloudlink-center/client';

for await (const event of iterateEvents(center, { minutes: 90 })) console.log(event.timestamp, event.details);

try {
  // Without end, oldest first, until the signal.
  for await (const event of iterateSecurityEvents(center, { minutes: 90, follow: true, signal }))
    sendToSiem(event);
} catch (error) {
  if (!signal.aborted) throw error;
}
