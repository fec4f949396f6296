/**
 * The framing that tsserver's answers and the Language Server Protocol share: `Content-Length`, an empty
 * line, JSON.
 *
 * @module
 */
import type { Readable } from 'node:stream';

/** Calls back with each message. */
export function readMessages(stream: Readable, onMessage: (message: Message) => void): void {
  let buffered = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const head = /^\s*Content-Length: (\d+)\r?\n(?:[^\r\n]+\r?\n)*\r?\n/.exec(buffered.toString('latin1'));
      if (head === null) return;
      const start = head[0].length;
      const end = start + Number(head[1]);
      if (buffered.length < end) return;
      // Both servers send objects.
      onMessage(JSON.parse(buffered.subarray(start, end).toString('utf8')) as Message);
      buffered = buffered.subarray(end);
    }
  });
}

export type Message = {
  id?: number;
  request_seq?: number;
  method?: string;
  result?: unknown;
  body?: unknown;
  success?: boolean;
};
