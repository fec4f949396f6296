/**
 * Serves an emulated Center over plain HTTP on loopback, so that a browser does not ask about its
 * certificate.
 *
 * For demonstrations on one machine only. A real Center is called over https, and browsers decide about its
 * certificate.
 *
 * @module
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { listen, type Listening } from './listen.ts';

/** @param headers - Are added to each answer. */
export async function frontOf(
  { url, ca }: { readonly url: string; readonly ca: string },
  port: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    const { method, url: path = '/', headers: sent } = incoming;
    const onward = request(new URL(path, url), { method, headers: { ...sent, host: new URL(url).host }, ca });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { ...overHttp(answer.headers, url), ...headers });
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  return listen(server, port);
}

/** The Center marks its cookie for https, and may redirect to its own address. */
function overHttp(headers: IncomingHttpHeaders, url: string): IncomingHttpHeaders {
  const { location, 'set-cookie': cookies } = headers;
  return {
    ...headers,
    ...(location !== undefined && { location: location.replace(url, '') }),
    ...(cookies !== undefined && { 'set-cookie': cookies.map((cookie) => cookie.replace(/; *secure/i, '')) }),
  };
}
