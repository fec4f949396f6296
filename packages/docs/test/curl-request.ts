/**
 * What curl would send for the words that the examples use, and a way to send that to an emulator.
 *
 * @module
 */
import { request } from 'node:https';
import { parseArgs } from 'node:util';
import type { ShellCall } from './shell-calls.ts';

export interface CurlRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | undefined;
}

/** @throws TypeError on an option that the examples have no use for. */
export function curlRequest({ words, stdin }: ShellCall): CurlRequest {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      cacert: { type: 'string' },
      request: { type: 'string' },
      header: { type: 'string', multiple: true },
      data: { type: 'string' },
      form: { type: 'string', multiple: true },
    },
  });
  const headers = Object.fromEntries(
    (values.header ?? []).map((line) => {
      const [name = '', ...rest] = line.split(': ');
      return [name.toLowerCase(), rest.join(': ')];
    }),
  );
  return {
    method: values.request ?? 'GET',
    url: new URL(positionals.join(' ')),
    headers,
    body: values.form === undefined ? (values.data === '@-' ? stdin : values.data) : formOf(values.form),
  };
}

function formOf(parts: readonly string[]): FormData {
  const form = new FormData();
  for (const part of parts) {
    const [, name = '', file = ''] = /^(\w+)=@(.+)$/.exec(part) ?? [];
    form.append(name, new Blob(['made up']), file.replace('./', ''));
  }
  return form;
}

export async function send(
  { method, url, headers, body }: CurlRequest,
  ca: string,
): Promise<{ status: number; text: string }> {
  // It writes the multipart body and its content type.
  const encoded = new Response(body ?? null);
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  const type = body instanceof FormData ? { 'content-type': encoded.headers.get('content-type') ?? '' } : {};
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method,
      ca,
      headers: { ...headers, ...type, 'content-length': bytes.length },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    sent.end(bytes);
  });
}
