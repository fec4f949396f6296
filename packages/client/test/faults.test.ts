/**
 * Tests what a broken connection can do to a response on the light path: no wrong result, no hang, and
 * nothing retried that must not be.
 */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { clientCredentials, type CloudLink, CloudLinkError, createCloudLink } from '../src/index.ts';
import { ok, type RawRequest, type RawServer, rawServer } from '@cloudlink-center/testing/raw-server';
import { freezeTime } from './frozen-time.ts';

const BODY = '[{"uuid":"1c8b27d4-0000-4000-8000-000000000000","name":"db01"}]';
const MACHINES: unknown = JSON.parse(BODY);

function clientOf({ url }: RawServer, options: { retry?: number; timeout?: number } = {}): CloudLink {
  return createCloudLink({
    baseUrl: url,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
    retry: 0,
    ...options,
  });
}

/** The data, or the code of the error. */
async function outcomeOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CloudLinkError) return error.code;
    throw error;
  }
}

test('a response that is cut off after any byte is unreachable, never a complete one', async () => {
  const whole = ok(BODY);
  const headLength = whole.indexOf('\r\n\r\n') + 4;
  const cuts = [...Array(headLength).keys(), headLength, headLength + 1, headLength + 30, whole.length - 1];
  let cut = 0;
  await using server = await rawServer(({ socket }) => socket.end(whole.slice(0, cut)));
  await using center = clientOf(server);
  for (cut of cuts) expect([cut, await outcomeOf(center.machines.list())]).toEqual([cut, 'unreachable']);
  cut = whole.length;
  expect(await center.machines.list()).toEqual(MACHINES);
});

test('a chunked response is read completely, and unreachable when its end is missing', async () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
  const chunks = `${(10).toString(16)}\r\n${BODY.slice(0, 10)}\r\n${(BODY.length - 10).toString(16)}\r\n${BODY.slice(10)}\r\n`;
  await using server = await rawServer(({ socket, count }) =>
    count < 2 ? socket.write(`${head}${chunks}0\r\n\r\n`) : socket.end(head + chunks),
  );
  await using center = clientOf(server);
  expect(await center.machines.list()).toEqual(MACHINES);
  expect(await outcomeOf(center.machines.list())).toBe('unreachable');
});

test('a response that ends with its connection is read to the end, and malformed when its JSON is cut off', async () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n';
  let length = BODY.length;
  await using server = await rawServer(({ socket }) => socket.end(head + BODY.slice(0, length)));
  await using center = clientOf(server);
  expect(await center.machines.list()).toEqual(MACHINES);
  length -= 1;
  expect(await outcomeOf(center.machines.list())).toBe('malformed_response');
});

test('a response that arrives byte by byte is read', async () => {
  await using server = await rawServer(({ socket }) => void drip(socket, ok(BODY)));
  await using center = clientOf(server);
  expect(await center.machines.list()).toEqual(MACHINES);
});

test.each(['', 'HTTP/1.1 200 OK\r\nContent-', ok(BODY).slice(0, -5)])(
  'a server that stops sending after %j is a timeout',
  async (start) => {
    using time = freezeTime();
    const asked = Promise.withResolvers<void>();
    await using server = await rawServer(({ socket }) => void socket.write(start, () => asked.resolve()));
    await using center = clientOf(server, { timeout: 40_001 });
    const outcome = outcomeOf(center.machines.list());
    await asked.promise;
    await time.pass(40_001);
    expect(await outcome).toBe('timeout');
  },
);

test('early hints are not the response', async () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n';
  await using server = await rawServer(({ socket }) => void socket.write(hints + ok(BODY)));
  await using center = clientOf(server);
  const { data, response } = await center.machines.list().withResponse();
  expect([data, response.status, response.headers.get('link')]).toEqual([MACHINES, 200, null]);
});

test('an unexpected 100 is refused by undici', async () => {
  await using server = await rawServer(
    ({ socket }) => void socket.write(`HTTP/1.1 100 Continue\r\n\r\n${ok(BODY)}`),
  );
  await using center = clientOf(server);
  expect(await outcomeOf(center.machines.list())).toBe('unreachable');
});

test('headers are taken up to 8 KiB and more, and 64 KiB of them are refused', async () => {
  let size = 8_000;
  await using server = await rawServer(
    ({ socket }) => void socket.write(ok(BODY, `X-Huge: ${'h'.repeat(size)}\r\n`)),
  );
  await using center = clientOf(server);
  const { response } = await center.machines.list().withResponse();
  expect(response.headers.get('x-huge')).toHaveLength(size);
  size = 64_000;
  expect(await outcomeOf(center.machines.list())).toBe('unreachable');
});

test('a server that does not speak HTTP is unreachable', async () => {
  await using server = await rawServer(({ socket }) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
  await using center = clientOf(server);
  expect(await outcomeOf(center.machines.list())).toBe('unreachable');
});

test('a response before the end of the upload is the response', async () => {
  const refusal = 'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
  await using server = await rawServer(({ socket }) => void socket.write(refusal));
  await using center = clientOf(server);
  const { error } = await center.POST('/securevm/groups', { body: { name: 'x'.repeat(4_000_000) } });
  expect(error?.status).toBe(413);
});

test('a GET is retried when the server closes the connection while we send, a POST is not', async () => {
  await using server = await rawServer(closing);
  await using center = clientOf(server, { retry: 2 });
  expect(await center.machines.list()).toEqual(MACHINES);
  expect(await center.machines.list()).toEqual(MACHINES);
  expect(server.heads).toHaveLength(3);
  expect(await outcomeOf(center.machineGroups.create({ body: { name: 'Test' } }))).toBe('unreachable');
  expect(server.heads.filter((head) => head.startsWith('POST'))).toHaveLength(1);
});

test('responses are not mixed up when calls between them are aborted', async () => {
  await using server = await rawServer(({ head, socket }) => {
    const name = / \/cloudlink\/rest\/securevm\/groups\/(\S+) /.exec(head)?.[1] ?? '';
    setTimeout(() => void socket.write(ok(JSON.stringify({ name }))), 5);
  });
  await using center = clientOf(server);
  const calls = Array.from({ length: 60 }, async (_, count) => {
    const name = `group-${count}`;
    if (count % 3 === 0) {
      const call = center.machineGroups.get({ path: { name }, signal: AbortSignal.timeout(count % 9) });
      return call.then(
        (data) => data.name === name,
        (error: unknown) => error instanceof DOMException,
      );
    }
    return (await center.machineGroups.get({ path: { name } })).name === name;
  });
  expect(await Promise.all(calls)).not.toContain(false);
});

test.each([
  ['cut', gzipSync(BODY).subarray(0, 30)],
  ['no gzip at all', Buffer.from(BODY)],
])('a compressed response that is %s is an error', async (_, bytes) => {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  await using server = await rawServer(
    ({ socket }) => void socket.write(Buffer.concat([Buffer.from(head), bytes])),
  );
  await using center = clientOf(server);
  expect(await outcomeOf(center.machines.list())).toBe('unreachable');
});

/** Every second request uses a connection that has just been closed. */
function closing({ socket, count }: RawRequest): void {
  if (count % 2 === 1) socket.write(ok(BODY));
  else socket.destroy();
}

async function drip(socket: RawRequest['socket'], text: string): Promise<void> {
  for (const character of text) {
    socket.write(character);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
