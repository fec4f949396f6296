/**
 * Writes a response to a connection: at once, in pieces, slowly, or cut.
 *
 * @module
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Effects } from '../faults.ts';
import type { Answer } from './answer.ts';

/** A slow body is sent in ten pieces per second. */
const TICK_MS = 100;

export async function send(response: ServerResponse, answer: Answer, effects?: Effects): Promise<void> {
  if (answer.reset || effects?.cutAfter === 0) {
    response.socket?.destroy();
    return;
  }
  for (const [name, value] of Object.entries(answer.headers))
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  response.statusCode = answer.status;
  const { body } = answer;
  if (effects?.cutAfter !== undefined || effects?.bytesPerSecond !== undefined)
    return sendSpoilt(response, bytesOf(body), effects);
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? '');
    response.setHeader('Content-Length', bytes.length);
    response.end(bytes);
    return;
  }
  for (const piece of body) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

/** Resolves when more can be written, or the connection is closed. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

async function sendSpoilt(
  response: ServerResponse,
  bytes: Buffer,
  { cutAfter, bytesPerSecond }: Effects,
): Promise<void> {
  response.setHeader('Content-Length', bytes.length);
  const end = Math.min(cutAfter ?? bytes.length, bytes.length);
  const step = bytesPerSecond === undefined ? end : Math.max(1, Math.ceil((bytesPerSecond * TICK_MS) / 1000));
  response.flushHeaders();
  for (let at = 0; at < end && !response.destroyed; at += step) {
    if (bytesPerSecond !== undefined) await delay(TICK_MS);
    const isWritten = new Promise((resolve) =>
      response.write(bytes.subarray(at, Math.min(at + step, end)), resolve),
    );
    await isWritten;
  }
  if (cutAfter === undefined) response.end();
  // destroySoon() closes the connection after the written bytes were sent.
  else response.socket?.destroySoon();
}

function bytesOf(body: Answer['body']): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from([...body].join(''));
}
