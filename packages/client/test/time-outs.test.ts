/** Tests the error of a call that timed out, on every road. It depends on how far the call got. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLinkOptions, createCloudLink } from '../src/index.ts';
import { upload } from '../src/transfers.ts';
import { freezeTime } from './frozen-time.ts';
import { roads, signedIn } from './roads.ts';
import { type Answer, json, scriptedCenter } from './scripted-center.ts';

const names = Object.keys(roads);
const auth = clientCredentials({ clientId: 'robot', clientSecret: 'correct horse battery staple' });

async function failure(
  road: string,
  options: Pick<CloudLinkOptions, 'baseUrl' | 'auth' | 'timeout'>,
): Promise<unknown> {
  await using center = createCloudLink({ retry: 0, ...options });
  return await roads[road]?.(center).then(
    () => 'a success',
    (error: unknown) => error,
  );
}

/** A server whose handling of connections is scripted. */
async function tcpServer(
  onSocket: (socket: Socket) => void,
): Promise<{ port: number; bytes: () => number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  let bytes = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('data', (piece) => (bytes += piece.length));
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A listening server on a port has such an address.
    port: (server.address() as AddressInfo).port,
    bytes: () => bytes,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test.each(names)('a %s call that timed out while signing in was not sent', async (road) => {
  await using server = await tcpServer(() => {});
  const baseUrl = `http://127.0.0.1:${server.port}`;
  expect(await failure(road, { baseUrl, auth, timeout: 100 })).toMatchObject({
    code: 'timeout',
    notSent: true,
    message: expect.stringMatching(/was not sent: signing in took longer than 100 ms/),
  });
});

test.each(names)('a %s call that reached its total limit while signing in was not sent', async (road) => {
  // A transfer has no total limit.
  if (road === 'streamed') return;
  await using server = await tcpServer(() => {});
  const baseUrl = `http://127.0.0.1:${server.port}`;
  expect(await failure(road, { baseUrl, auth, timeout: { total: 100, attempt: 50_000 } })).toMatchObject({
    code: 'timeout',
    notSent: true,
    message: expect.stringMatching(/was not sent: signing in took longer than/),
  });
});

const refuse: Answer = (request, response) =>
  void request.resume().once('end', () => json(401, {})(request, response));

test.each(names)('a %s call that timed out while signing in again was refused before', async (road) => {
  using time = freezeTime();
  let hasToken = false;
  const signingIn = Promise.withResolvers<void>();
  await using server = await scriptedCenter();
  server.script(refuse);
  await using center = createCloudLink({
    baseUrl: server.url,
    auth: {
      ...signedIn,
      peek: () => (hasToken ? undefined : signedIn.peek()),
      invalidate: () => void (hasToken = true),
      getToken: (options) =>
        hasToken
          ? new Promise((_, reject) => {
              signingIn.resolve();
              options?.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
            })
          : signedIn.getToken(),
    },
    retry: 0,
    timeout: 40_001,
  });
  const failed = roads[road]?.(center);
  failed?.catch(() => {});
  await signingIn.promise;
  await time.pass(40_001);
  await expect(failed).rejects.toMatchObject({ code: 'timeout', notSent: true });
  await expect(failed).rejects.toThrow(/signing in took longer/);
  expect(server.requests).toHaveLength(1);
});

test.each(names)('a %s call that timed out in the handshake was not sent', async (road) => {
  await using server = await tcpServer(() => {});
  const baseUrl = `https://127.0.0.1:${server.port}`;
  expect(await failure(road, { baseUrl, auth: signedIn, timeout: 300 })).toMatchObject({
    code: 'timeout',
    notSent: true,
    message: expect.stringMatching(/was not sent: no connection was ready within 300 ms/),
  });
});

test.each(names)('a %s call that timed out after it was sent may have been carried out', async (road) => {
  using time = freezeTime();
  await using server = await scriptedCenter();
  const arrived = new Promise<void>((resolve) => server.script(() => resolve()));
  const failed = failure(road, { baseUrl: server.url, auth: signedIn, timeout: 40_002 });
  await arrived;
  await time.pass(40_002);
  expect(await failed).toMatchObject({
    code: 'timeout',
    notSent: false,
    message: expect.stringMatching(/The call may or may not have taken effect/),
  });
});

test.each(names)('a reset during the TLS handshake proves that a %s call was not sent', async (road) => {
  await using server = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const failed = await failure(road, { baseUrl: `https://127.0.0.1:${server.port}`, auth: signedIn });
  expect(failed).toMatchObject({ code: 'unreachable', notSent: true });
  expect(server.bytes()).toBeGreaterThan(0);
});

test('an upload whose stream fails with the code of a connection may have been carried out', async () => {
  await using server = await scriptedCenter();
  const arrived = new Promise<void>((resolve) => server.script((request) => resolve(void request.resume())));
  await using center = createCloudLink({ baseUrl: server.url, auth: signedIn });
  let pulled = 0;
  const file = new ReadableStream<Uint8Array>({
    async pull(controller) {
      pulled += 1;
      if (pulled === 16) await arrived;
      if (pulled > 16) controller.error(Object.assign(new Error('made up'), { code: 'ECONNREFUSED' }));
      else controller.enqueue(new Uint8Array(65_536));
    },
  });
  const failed: unknown = await upload(center, 'licenses.upload', { file }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(failed).not.toMatchObject({ notSent: true });
  expect(server.requests).toHaveLength(1);
});

test.each(['onRequest', 'onResponse', 'onError'] as const)(
  'an error of middleware in %s proves nothing about a call that was sent',
  async (place) => {
    await using server = await scriptedCenter();
    server.script((request, response) => {
      if (place === 'onError') request.resume().once('end', () => request.socket.destroy());
      else json(200, [])(request, response);
    });
    const gone = createCloudLink({ baseUrl: 'http://127.0.0.1:1', auth: signedIn, retry: 0 });
    await using center = createCloudLink({ baseUrl: server.url, auth: signedIn });
    const throwing = async (): Promise<undefined> => void (await gone.machines.list());
    // One of the three is there, which the types do not follow.
    center.openapiFetch.use({ [place]: throwing } as { onRequest: typeof throwing });
    const failed: unknown = await center.machineGroups
      .create({ body: { name: 'A' } })
      .catch((e: unknown) => e);
    expect(failed).toMatchObject({ code: 'unreachable', notSent: place === 'onRequest' });
    expect(server.requests).toHaveLength(place === 'onRequest' ? 0 : 1);
  },
);

test('a logout without a response may have ended the session', async () => {
  await using server = await scriptedCenter();
  await using center = createCloudLink({ baseUrl: server.url, auth });
  await center.machines.list();
  server.script((request) => void request.resume().once('end', () => request.socket.destroy()));
  await expect(center.logout()).rejects.toMatchObject({ notSent: false });
});
