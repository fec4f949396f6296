/** Responses that are small on the wire and large in memory, or that never end. */
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Answer } from './scripted-center.ts';

const MIB = 1024 * 1024;

/** @param megabytes - Least size of the decoded body. */
export function hostileBodies(megabytes: number): Readonly<Record<string, Answer>> {
  const zeros = Buffer.alloc(Math.min(megabytes, 64) * MIB);
  const times = Math.ceil(megabytes / 64);
  const again = (bytes: Buffer): Buffer => Buffer.concat(Array<Buffer>(times).fill(bytes));
  const gzip = again(gzipSync(zeros));
  const whole = Buffer.alloc(Math.min(megabytes, 600) * MIB);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
  return {
    endless: endless(megabytes),
    'a length that is too great': encoded('identity', Buffer.alloc(0), { 'Content-Length': 1e12 }),
    gzip: encoded('gzip', gzip),
    'gzip, gzip': encoded('gzip, gzip', gzipSync(gzip)),
    'gzip three times': encoded('gzip, gzip, gzip', gzipSync(gzipSync(gzip))),
    brotli: encoded('br', brotliCompressSync(whole, { params })),
    deflate: encoded('deflate', deflateSync(whole)),
    'raw deflate': encoded('deflate', deflateRawSync(whole)),
  };
}

export function encoded(encoding: string, bytes: Buffer, headers: Record<string, number> = {}): Answer {
  return (_request, response) => {
    response.writeHead(response.statusCode, {
      'Content-Type': 'application/json',
      'Content-Encoding': encoding,
      ...headers,
    });
    if (bytes.length === 0) response.flushHeaders();
    else response.end(bytes);
  };
}

/** Writes until the client stops reading, or until far more than the limit was sent. */
function endless(megabytes: number): Answer {
  return (_request, response) => {
    const piece = Buffer.alloc(64 * 1024, ' ');
    let left = megabytes * 16 * 4;
    response.writeHead(response.statusCode, { 'Content-Type': 'application/json' });
    const write = (): void => {
      while (!response.destroyed && left > 0) {
        left -= 1;
        if (!response.write(piece)) {
          response.once('drain', write);
          return;
        }
      }
    };
    write();
  };
}

/** The same with a status of its own. */
export function withStatus(status: number, answer: Answer): Answer {
  return (request, response) => {
    response.statusCode = status;
    answer(request, response);
  };
}
