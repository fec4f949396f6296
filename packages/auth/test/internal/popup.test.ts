import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { handOver, openPopup, popupAnswer } from '../../src/internal/popup.ts';
import { settle } from '../fake-center.ts';
import { APP, leavePages, loadPage, openChannels } from '../page.ts';

const TYPE = 'cloudlink-sign-in';
const RIGHT = { type: TYPE, hash: '#access_token=right&state=ours', search: '' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  leavePages();
});

/** A page that waits for the answer of a window. `end` sends that, and tells what came of the sign-in. */
function start() {
  const page = loadPage(APP);
  const popup = openPopup('https://clc.example.com/login');
  const outcome = popupAnswer(popup, 'ours', 600_000, undefined).then(
    (answer) => answer.get('access_token'),
    (error: unknown) => error,
  );
  const end = async (): Promise<unknown> => {
    page.receive(RIGHT);
    await settle();
    // Nothing waits longer, whatever went wrong.
    await vi.advanceTimersByTimeAsync(600_000);
    return outcome;
  };
  return { page, end };
}

test('a blocked window is an error', () => {
  loadPage(APP).blocksPopups = true;
  expect(() => openPopup('https://clc.example.com/login')).toThrow(
    expect.objectContaining({ code: 'popup_blocked' }),
  );
});

test('messages that are not our answer are ignored, and the answer still arrives', async () => {
  const other = '#access_token=other&state=ours';
  for (const message of [
    undefined,
    null,
    'text',
    { ...RIGHT, type: 'another', hash: other },
    { type: TYPE, hash: other },
    { type: TYPE, hash: other, search: 5 },
    { type: TYPE, search: '?error=other&state=ours' },
    { type: TYPE, hash: 5, search: '?error=other&state=ours' },
    { type: TYPE, hash: 5, search: 5 },
    { type: TYPE, hash: '#x=1', search: '' },
    { type: TYPE, hash: '#access_token=other&state=theirs', search: '' },
  ]) {
    const { page, end } = start();
    page.receive(message);
    await settle();
    expect(await end(), JSON.stringify(message)).toBe('right');
  }
  const { page, end } = start();
  page.receive({ ...RIGHT, hash: other }, 'https://evil.example.com');
  expect(await end()).toBe('right');
});

test('an altered answer ends the sign-in', async () => {
  const { page, end } = start();
  page.receive({ ...RIGHT, hash: '#state=ours&state=ours' });
  await settle();
  expect(await end()).toMatchObject({ code: 'state_mismatch' });
});

test('a window that stays closed for a minute ends the sign-in', async () => {
  for (const [time, want] of [
    [60_400, 'right'],
    [60_500, expect.objectContaining({ code: 'sign_in_denied' })],
  ]) {
    const { page, end } = start();
    Object.assign(page.popups[0] ?? {}, { closed: true });
    await vi.advanceTimersByTimeAsync(time);
    expect(await end(), `${time} ms`).toEqual(want);
  }
});

test('a window in which nobody signs in ends the sign-in after its time', async () => {
  const { end } = start();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(await end()).toMatchObject({ code: 'sign_in_timeout' });
});

test('the redirect page hands its address over, with an opener or without', async () => {
  const { end } = start();
  const part = { hash: '#access_token=handed&state=ours', search: '' };
  const popup = loadPage(`${APP}/callback`);
  handOver(part);
  expect(popup.posted).toEqual([{ message: { type: TYPE, ...part }, origin: APP }]);
  expect(popup.isClosed).toBe(true);
  expect(openChannels()).toBe(1); // That of the page that waits.
  Object.assign(popup.events, { opener: null });
  expect(() => handOver(part)).not.toThrow();
  expect(await end()).toBe('handed');
});

test('nothing is left behind: no channel, no timer, and nobody reads a message', async () => {
  const { page, end } = start();
  expect(await end()).toBe('right');
  expect(page.popups[0]?.closed).toBe(true);
  expect(openChannels()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  const read = vi.fn();
  page.receive(Object.defineProperty({}, 'type', { get: read }));
  expect(read).not.toHaveBeenCalled();
});
