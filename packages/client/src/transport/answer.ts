/**
 * A complete response. A real `Response` is created from it only on request.
 *
 * @module
 */

/** By lower-case name. Several values of a header stay separate. */
export type HeaderRecord = Record<string, string | string[] | undefined>;

export interface WireAnswer {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderRecord;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The `Response` of fetch, with its body already read. Absent for our own connections. */
  readonly response?: Response;
}

/** Statuses whose `Response` must not have a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const decoder = /* @__PURE__ */ new TextDecoder();

/** UTF-8, without a byte order mark. */
export function textOf({ bytes }: WireAnswer): string {
  return decoder.decode(bytes);
}

export function headerOf(headers: HeaderRecord, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return Array.isArray(value) ? value.join(', ') : value;
}

export function headersFrom(record: HeaderRecord): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(record)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}

/** The constructor accepts only these statuses, but servers may send others. */
export function knownStatus(status: number): number {
  return status >= 200 && status <= 599 ? status : 500;
}

/** The response as fetch would return it, with its body already read. */
export function responseOf(answer: WireAnswer): Response {
  if (answer.response !== undefined) return answer.response;
  const response = unreadResponseOf(answer);
  void response.arrayBuffer();
  return response;
}

/** The same with an unread body. */
export function unreadResponseOf({ url, bytes, ...head }: WireAnswer): Response {
  return Object.defineProperties(responseFrom(bytes, head), {
    url: { value: url },
    type: { value: 'basic' },
  });
}

/** A `Response` with any status and reason phrase that servers send. */
export function responseFrom(
  body: BodyInit,
  { status, statusText, headers }: Pick<WireAnswer, 'status' | 'statusText' | 'headers'>,
): Response {
  const response = new Response(WITHOUT_BODY.has(status) ? null : body, {
    status: knownStatus(status),
    headers: headersFrom(headers),
  });
  // The constructor does not accept all of them.
  return Object.defineProperties(response, { status: { value: status }, statusText: { value: statusText } });
}
