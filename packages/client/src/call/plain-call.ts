/**
 * A call without middleware, which goes straight to the transport.
 *
 * @module
 */
import { ACCEPT, sendSignedIn } from '../sign-in/signed-in.ts';
import { textOf } from '../transport/answer.ts';
import type { Sending, WireRequest } from '../transport/transport.ts';
import type { Call, Result } from './call-context.ts';
import type { CallTraits } from './call-traits.ts';
import type { Node } from './node.ts';
import { serializePath } from './path-serializer.ts';
import { fileResult, resultOf } from './result.ts';
import { bodyText, queryText, withHeaders } from './serialize.ts';

const JSON_TYPE = 'application/json';
const NO_VALUES = {};

export async function plainCall(
  node: Node,
  call: Call,
  traits: CallTraits,
  sending: Sending,
): Promise<Result> {
  const { method, path, init } = call;
  const { params, body } = init;
  const url = settled(
    node.restUrl + serializePath(path, params?.path ?? NO_VALUES, traits.rawSlashes) + queryOf(params?.query),
  );
  const request: WireRequest =
    body === undefined
      ? { method, url, headers: headersOf(init.headers, undefined), body, sending }
      : { method, url, ...(await contentOf(call, traits)), sending };
  const answer = await sendSignedIn(node, request);
  if (traits.binary && answer.status < 300) return fileResult(node, call, answer, sending);
  return resultOf(node, call, traits, answer, textOf(answer), sending);
}

/** A URL that parsing does not change. */
const SETTLED = /^[\w\-.~%!$&'()*+,;=:@/?[\]]*$/;

function settled(url: string): string {
  return SETTLED.test(url) ? url : new URL(url).href;
}

function queryOf(query: Record<string, unknown> | undefined): string {
  const text = query === undefined ? '' : queryText(query);
  return text === '' ? '' : `?${text}`;
}

type Content = Pick<WireRequest, 'headers' | 'body'>;

async function contentOf({ method, path, init }: Call, { multipart }: CallTraits): Promise<Content> {
  if (method === 'GET') throw new TypeError(`GET ${path} cannot have a body.`);
  const body = multipart ? await formOf(path, init.body) : init.body;
  if (body instanceof FormData) {
    const form = new Response(body);
    const type = form.headers.get('content-type') ?? undefined;
    return {
      headers: headersOf(init.headers, type),
      body: new Uint8Array(await form.arrayBuffer()),
    };
  }
  const headers = headersOf(init.headers, JSON_TYPE);
  return { headers, body: bodyText(body, headers) };
}

/** Loaded on first use, because few programs send files. */
async function formOf(path: string, body: unknown): Promise<FormData> {
  const { formData } = await import('./form-data.ts');
  return formData(path, body);
}

/**
 * Creating `Headers` takes longer than everything else here, so it happens only when the caller passes
 * headers.
 */
function headersOf(own: Call['init']['headers'], type: string | undefined): Record<string, string> {
  const headers: Record<string, string> =
    type === undefined ? { accept: ACCEPT } : { accept: ACCEPT, 'content-type': type };
  return own === undefined ? headers : withHeaders(headers, own);
}
