/** What watches requests on their way to the connections. */
import { expect, test, vi } from 'vitest';
import { createActivity } from '../../src/transport/activity.ts';
import { hideEncoding, revealEncoding } from '../../src/transport/hidden-encoding.ts';
import { watchPhase } from '../../src/transport/phase-watcher.ts';
import type { Progress } from '../../src/transport/transport.ts';
import { type Watch, watchedHandler } from '../../src/transport/watched-handler.ts';
import { scriptedDispatcher } from './scripted-dispatcher.ts';

const options = { origin: 'https://clc.example.com', path: '/', method: 'GET' } as const;
const EVENTS = [
  'onRequestStart',
  'onRequestUpgrade',
  'onResponseStart',
  'onResponseData',
  'onResponseEnd',
  'onResponseError',
] as const;

test.each(EVENTS)('%s goes to the watch first, and neither must listen', (name) => {
  const heard: unknown[] = [];
  const note =
    (who: string) =>
    (...input: unknown[]): void =>
      void heard.push([who, ...input]);
  const watch: Watch = { [name]: note('watch') };
  const input = ['controller', 1] as unknown;
  const tell = (handler: object): void => {
    // Any input goes through as it is.
    const method = (handler as Record<string, (...all: unknown[]) => void>)[name];
    Reflect.apply(method ?? expect.fail, handler, input as unknown[]);
  };
  tell(watchedHandler({ [name]: note('handler') }, watch));
  tell(watchedHandler({ [name]: note('alone') }, {}));
  tell(watchedHandler({}, watch));
  expect(heard).toEqual(['watch', 'handler', 'alone', 'watch'].map((who) => [who, 'controller', 1]));
});

test.each([
  ['ends', false],
  ['fails', true],
])('a request is written when it gets a connection, and runs until it %s', (_, isFailure) => {
  const { dispatcher, dispatched } = scriptedDispatcher();
  const activity = createActivity();
  const onProgress = vi.spyOn(activity, 'progress');
  const progress: Progress = { phase: 'connect' };
  watchPhase(activity, progress)(dispatcher.dispatch)(options, {});
  const finish = vi.fn();
  activity.finishWhenIdle(2 ** 31 - 1, finish);
  const [exchange] = dispatched;
  expect(progress.phase).toBe('connect');
  exchange?.start();
  expect(progress.phase).toBe('sent');
  exchange?.data('one');
  exchange?.data('two');
  expect(onProgress).toHaveBeenCalledTimes(2);
  expect(finish).not.toHaveBeenCalled();
  if (isFailure) exchange?.fail(new Error('ECONNRESET'));
  else exchange?.end();
  expect(finish).toHaveBeenCalledOnce();
});

/** The headers that a handler sees behind the interceptor. */
function hidden(headers: Record<string, string>, rawHeaders: Buffer[] | string[] | null) {
  const { dispatcher, dispatched } = scriptedDispatcher();
  const onResponseStart = vi.fn();
  hideEncoding(dispatcher.dispatch)(options, { onResponseStart });
  const [exchange] = dispatched;
  if (exchange === undefined) throw new Error('Nothing was sent.');
  exchange.controller.rawHeaders = rawHeaders;
  exchange.respond(200, headers);
  return { seen: onResponseStart.mock.calls[0]?.[2] as unknown, raw: exchange.controller.rawHeaders };
}

test('the encoding of a response is hidden from fetch, in both forms of its headers', () => {
  const raw = ['Vary', 'content-encoding', 'Content-Encoding', 'gzip'];
  const headers = { 'content-encoding': 'gzip', vary: 'content-encoding' };
  const want = { 'x-cloudlink-hidden-encoding': 'gzip', vary: 'content-encoding' };
  for (const rawHeaders of [raw, raw.map((part) => Buffer.from(part))])
    expect(hidden({ ...headers }, rawHeaders)).toEqual({
      seen: want,
      raw: ['Vary', 'content-encoding', 'x-cloudlink-hidden-encoding', 'gzip'],
    });
  expect(hidden({ ...headers }, null)).toEqual({ seen: want, raw: null });
});

test('a response without an encoding passes as it is', () => {
  const raw = ['Server', 'made-up'];
  const { seen, raw: passed } = hidden({ server: 'made-up' }, raw);
  expect([seen, passed]).toEqual([{ server: 'made-up' }, raw]);
  expect(passed).toBe(raw);
  expect(Object.keys(seen as object)).toEqual(['server']);
});

test('the encoding of a response is shown again under its own name', async () => {
  const { signal } = new AbortController();
  for (const name of ['x-cloudlink-hidden-encoding', 'content-encoding']) {
    const response = new Response('body', { headers: { [name]: 'made-up', server: 'made-up' } });
    const { headers } = await revealEncoding(response, signal);
    expect(Object.fromEntries(headers)).toMatchObject({ 'content-encoding': 'made-up', server: 'made-up' });
    expect(headers.has('x-cloudlink-hidden-encoding')).toBe(false);
  }
  const plain = new Response('body');
  expect(await revealEncoding(plain, signal)).toBe(plain);
});
