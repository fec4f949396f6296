/**
 * Serves the built page, with the headers that such a page should have. Any web server can do this.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { listen, type Listening } from './listen.ts';

export interface PageSettings {
  /** Origin of the Center. */
  readonly center: string;
  readonly clientId: string;
  readonly router?: 'history' | 'hash';
  readonly storage?: 'memory' | 'sessionStorage';
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Scripts and styles of this origin only, calls to the Center only, no frames, no forms that leave the page. */
function securityHeaders(center: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src ${center}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/**
 * @param folder - The output of `vite build`.
 * @param settings - Called for each request, because the Center of a test starts later than the page's
 *   server.
 */
export async function servePage(
  folder: string,
  port: number,
  settings: () => PageSettings,
): Promise<Listening> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const { center, clientId, router = 'history', storage = 'memory' } = settings();
    for (const [name, value] of Object.entries(securityHeaders(center))) response.setHeader(name, value);
    const values: Readonly<Record<string, string>> = { center, clientId, router, storage };
    // Everything that is not a file is an address within the application.
    const isFile = extname(pathname) !== '';
    const file = join(folder, isFile ? normalize(pathname) : 'index.html');
    const answer = (bytes: Buffer): void => {
      const text = (): string =>
        bytes.toString('utf8').replace(/\{(\w+)\}/g, (hole, name: string) => escaped(values[name] ?? hole));
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(isFile ? bytes : text());
    };
    readFile(file).then(answer, () => response.writeHead(404).end());
  });
  return listen(server, port);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
