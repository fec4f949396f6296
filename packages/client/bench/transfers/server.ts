/**
 * The other side of the transfers, in a process of its own: takes a file and answers with its hash, or sends
 * one of the size that the query names. Prints its address, its CA, and then waits.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:https';
import { createCertificates } from '@cloudlink-center/emulator';
import { PIECE, pieces } from './content.ts';

const { cert, key, ca } = await createCertificates();
const server = createServer({ cert, key }, (request, response) => {
  const url = new URL(request.url ?? '/', 'https://localhost');
  if (url.pathname.endsWith('/token')) {
    response.setHeader('Content-Type', 'application/json');
    response.end('{"access_token":"made-up","token_type":"bearer","expires_in":7199,"scope":"all"}');
  } else if (request.method === 'POST') {
    receive();
  } else {
    void send();
  }

  /**
   * The body is one part: head, file, tail. The head ends with an empty line, the tail has the length of the
   * boundary.
   */
  function receive(): void {
    const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
    const tail = `\r\n--${boundary}--\r\n`.length;
    const hash = createHash('sha256');
    let held = Buffer.alloc(0);
    let isHead = true;
    request.on('data', (piece: Buffer) => {
      held = Buffer.concat([held, piece]);
      if (isHead) {
        const end = held.indexOf('\r\n\r\n');
        if (end < 0) return;
        held = held.subarray(end + 4);
        isHead = false;
      }
      if (held.length <= tail) return;
      hash.update(held.subarray(0, held.length - tail));
      held = Buffer.from(held.subarray(held.length - tail));
    });
    request.on('end', () => response.end(JSON.stringify(hash.digest('hex'))));
  }

  async function send(): Promise<void> {
    const size = Number(url.searchParams.get('challenge'));
    response.setHeader('Content-Length', size);
    for (const piece of pieces(size / PIECE)) {
      if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.send?.({ url: `https://127.0.0.1:${String(port)}`, ca });
});
