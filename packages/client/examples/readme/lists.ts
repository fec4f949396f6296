/** Paged lists: read once, and followed until a signal aborts. */
import { connect } from '../connect.ts';

await using connection = await connect(true);
const { center } = connection;
const stop = new AbortController();
const { signal } = stop;
const sendToSiem = (event: object): void => {
  console.log(JSON.stringify(event));
  stop.abort(); // The demonstration has seen enough.
};

// The guide shows this, with its import.
import { iterateEvents, iterateSecurityEvents } from '@cloudlink-center/client';

for await (const event of iterateEvents(center, { minutes: 90 })) console.log(event.timestamp, event.details);

try {
  // Endless, oldest first, until the signal aborts.
  for await (const event of iterateSecurityEvents(center, { minutes: 90, follow: true, signal }))
    sendToSiem(event);
} catch (error) {
  if (!signal.aborted) throw error;
}
