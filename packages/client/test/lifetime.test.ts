/** Tests the end of a client: running calls end well, and no call begins after it. */
import { getEventListeners } from 'node:events';
import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test, vi } from 'vitest';
import {
  clientCredentials,
  type CloudLink,
  createCloudLink,
  iterateEvents,
  waitForDisk,
} from '../src/index.ts';
import { download } from '../src/transfers.ts';
import { type Answer, json, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

function clientOf({ url }: { url: string }, options: { closeTimeout?: number } = {}): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  return createCloudLink({ baseUrl: url, auth, retry: 0, ...options });
}

/** Responds on demand. */
function held(answer: Answer): { answer: Answer; asked: Promise<void>; release(): void } {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  return {
    answer(request, response) {
      asked.resolve();
      void released.promise.then(() => answer(request, response));
    },
    asked: asked.promise,
    release: released.resolve,
  };
}

test('a call that is returned from a block with await using succeeds', async () => {
  await using server = await scriptedCenter();
  server.script(json(200, [{ uuid: 'u' }]));
  const list = async (): Promise<unknown> => {
    await using center = clientOf(server);
    return center.machines.list();
  };
  expect(await list()).toEqual([{ uuid: 'u' }]);
  expect(server.requests).toEqual(['GET /securevm']);
});

test('close waits for running calls, and refuses others at once', async () => {
  await using server = await scriptedCenter();
  const center = clientOf(server);
  const slow = held(json(200, []));
  server.script(slow.answer);
  const call = center.machines.list();
  await slow.asked;
  let isClosed = false;
  const closing = center.close().then(() => (isClosed = true));
  await expect(center.machines.list()).rejects.toMatchObject({
    code: 'closed',
    message: expect.stringContaining('client is closed'),
    notSent: true,
  });
  await expect(center.GET('/securevm')).rejects.toMatchObject({ code: 'closed' });
  await expect(center.openapiFetch.GET('/securevm')).rejects.toMatchObject({ code: 'closed' });
  await expect(center.logout()).rejects.toMatchObject({ code: 'closed' });
  await expect(download(center, 'backup.download', '/nowhere')).rejects.toMatchObject({ code: 'closed' });
  expect(isClosed).toBe(false);
  slow.release();
  expect(await call).toEqual([]);
  await closing;
  expect(server.requests).toHaveLength(1);
});

test('a call that is being retried continues while the client closes', async () => {
  await using server = await scriptedCenter();
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  const center = createCloudLink({ baseUrl: server.url, auth });
  const slow = held(json(503, {}, { 'Retry-After': '0' }));
  server.script(slow.answer, json(200, []));
  const call = center.machines.list();
  await slow.asked;
  const closing = center.close();
  slow.release();
  expect(await call).toEqual([]);
  await closing;
});

test('while a client closes, a call that succeeds ends at once, and one that fails ends with it', async () => {
  await using server = await scriptedCenter();
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  const center = createCloudLink({ baseUrl: server.url, auth, retry: 0, logoutOnDispose: true });
  const [good, bad, end] = [held(json(200, [])), held(json(404, {})), held(json(200, {}))];
  const answers: Readonly<Record<string, Answer>> = {
    securevm: good.answer,
    dns: bad.answer,
    auth: end.answer,
  };
  server.script((request, response) => answers[request.url?.split('/').at(-1) ?? '']?.(request, response));
  const [succeeding, failing] = [center.machines.list(), center.dns.list()];
  const order: string[] = [];
  const failed = failing.catch(() => order.push('a failure'));
  await Promise.all([good.asked, bad.asked]);
  const closing = center[Symbol.asyncDispose]().then(() => order.push('closed'));
  good.release();
  expect(await succeeding).toEqual([]);
  bad.release();
  await end.asked;
  expect(order).toEqual([]);
  end.release();
  await Promise.all([failed, closing]);
  expect(order.toSorted()).toEqual(['a failure', 'closed']);
});

let rare = 50_000;

test('a call that has ended keeps no process alive, and leaves nothing at its signal', async () => {
  await using server = await scriptedCenter();
  const started = vi.spyOn(globalThis, 'setTimeout');
  await using center = clientOf(server);
  const { signal } = new AbortController();
  // Limits of one length share a timer, so these are of no other call.
  const timeout = { attempt: (rare += 1), total: (rare += 1) };
  for (const limits of [timeout, { attempt: timeout.total + 1, total: timeout.total }])
    await center.machines.list({ signal, timeout: limits });
  rare += 1;
  const ours = started.mock.results.filter((_, index) => {
    const milliseconds = started.mock.calls[index]?.[1] ?? 0;
    return milliseconds >= timeout.attempt && milliseconds <= timeout.total + 1;
  });
  started.mockRestore();
  // The total of the first call starts no timer, because no pause began.
  expect(ours.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false, false, false]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a call with a mistake does not keep a client open', async () => {
  await using server = await scriptedCenter();
  const center = clientOf(server);
  await expect(center.machines.list({ retry: -1 })).rejects.toBeInstanceOf(TypeError);
  await center.close();
  await center.close();
});

test('closing ends a waiter between two reads with closed', async () => {
  await using emulator = await startEmulator();
  const { url, clientId, clientSecret, ca } = emulator;
  const auth = clientCredentials({ clientId, clientSecret });
  const center = createCloudLink({ baseUrl: url, auth, tls: { ca } });
  const [machine] = await center.machines.list();
  const disk = machine?.resources?.find(({ state }) => state === 'unencrypted');
  const seen = Promise.withResolvers<void>();
  const waiting = waitForDisk(
    center,
    { uuid: machine?.uuid ?? '', disk_id: disk?.id ?? '' },
    { interval: 3_600_000, onProgress: () => seen.resolve() },
  );
  const ended = expect(waiting).rejects.toMatchObject({ code: 'closed' });
  await seen.promise;
  await center.close();
  await ended;
});

test('closing ends an iterator between two polls with closed', async () => {
  await using server = await scriptedCenter();
  const center = clientOf(server);
  const following = iterateEvents(center, { follow: true, interval: 3_600_000 }).next();
  const ended = expect(following).rejects.toMatchObject({ code: 'closed' });
  await expect.poll(() => server.requests.length).toBeGreaterThan(0);
  await center.close();
  await ended;
});

test('a response that nobody reads is cut off some time after close', async () => {
  await using server = await endless();
  const center = clientOf(server, { closeTimeout: 20 });
  const { data } = await center.openapiFetch.GET('/backup', { parseAs: 'stream' });
  await center.close();
  const reading = new Response(data).arrayBuffer();
  await expect(reading).rejects.toBeInstanceOf(TypeError);
});

/** Starts a response and never continues it. */
async function endless(): Promise<ScriptedCenter> {
  const server = await scriptedCenter();
  server.script((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.write('beginning');
  });
  return server;
}
