/**
 * Reads the text of a file or an https address, up to the limits.
 *
 * @module
 */
import { readFile, realpath, stat } from 'node:fs/promises';
import { CodegenError } from '../errors.ts';
import { MAX_BYTES, MAX_FETCH_MS } from './limits.ts';
import { tooBig } from './parse-text.ts';

/** Options for reading a description. */
export interface SourceOptions {
  /** Fetches https addresses, for example with another trust. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** A text and its location: an address, or a path without symbolic links. */
export type SourceText = { readonly text: string; readonly location: string };

export function isAddress(source: string): boolean {
  return /^[a-z][a-z\d+.-]+:\/\//i.test(source);
}

/** @throws CodegenError `unreadable`, `too_big` or `usage`. */
export async function readSource(source: string, options: SourceOptions = {}): Promise<SourceText> {
  return isAddress(source) ? fetchText(source, options) : readText(source);
}

async function readText(path: string): Promise<SourceText> {
  try {
    const location = await realpath(path);
    const facts = await stat(location);
    if (!facts.isFile()) throw new CodegenError('unreadable', 'This is not a file.', { source: path });
    if (facts.size > MAX_BYTES) throw tooBig(path, MAX_BYTES);
    return { text: await readFile(location, 'utf8'), location };
  } catch (error) {
    if (error instanceof CodegenError) throw error;
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    const problem = code === 'ENOENT' ? 'There is no such file.' : `The file cannot be read (${code}).`;
    throw new CodegenError('unreadable', problem, { source: path, cause: error });
  }
}

async function fetchText(address: string, { fetch: request = fetch }: SourceOptions): Promise<SourceText> {
  const url = new URL(address);
  if (url.protocol !== 'https:')
    throw new CodegenError('usage', 'Give a file or an https address.', { source: withoutSecrets(url) });
  const source = withoutSecrets(url);
  try {
    const response = await request(url, {
      headers: { accept: 'application/json, application/yaml, */*;q=0.1' },
      redirect: 'error',
      signal: AbortSignal.timeout(MAX_FETCH_MS),
    });
    if (!response.ok)
      throw new CodegenError('unreadable', `The server answered with status ${String(response.status)}.`, {
        source,
      });
    return { text: await boundedText(response, source), location: url.href };
  } catch (error) {
    if (error instanceof CodegenError) throw error;
    throw new CodegenError('unreadable', `The address could not be fetched: ${reasonOf(error)}.`, {
      source,
      cause: error,
    });
  }
}

/** @throws CodegenError `too_big` as soon as the limit is exceeded. */
async function boundedText(response: Response, source: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MAX_BYTES) throw tooBig(source, MAX_BYTES);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** An address may contain a password or a token. */
function withoutSecrets(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  if (error.name === 'TimeoutError') return `no answer within ${String(MAX_FETCH_MS / 1000)} s`;
  const { cause } = error;
  return cause instanceof Error
    ? cause.message || String('code' in cause ? cause.code : cause.name)
    : error.message;
}
