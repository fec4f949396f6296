/**
 * A program for `lifetime.test.ts`: returns a failing call from a block with `await using`, and reports what
 * became of it.
 */
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';

const { logoutOnDispose } = workerData as { logoutOnDispose: boolean };
const unhandled: string[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));
const server = createServer((request, response) => {
  if (request.url?.startsWith('/cloudlink/oauth/token')) {
    response.end('{"access_token":"made-up","token_type":"bearer","expires_in":7199}');
    return;
  }
  response.statusCode = request.method === 'DELETE' ? 200 : 404;
  response.end('{}');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

async function list(): Promise<unknown> {
  await using center = createCloudLink({
    baseUrl: `http://127.0.0.1:${port}`,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
    logoutOnDispose,
  });
  // Signed in, so that there is a session to end.
  await center.auth.getToken();
  return center.machines.list();
}

const caught = await list().then(
  () => 'nothing',
  (error: unknown) => (error as { status?: number }).status,
);
server.closeAllConnections();
await new Promise((resolve) => server.close(resolve));
// A rejection that nobody hears of is told in the turn in which it happened; all of them are over now.
await new Promise((resolve) => setImmediate(resolve));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A message to a thread has no origin.
parentPort?.postMessage({ caught, unhandled });
