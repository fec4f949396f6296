/**
 * An answer that has arrived as a whole. A real `Response` is made of it only when somebody asks for one.
 *
 * @module
 */

/** By lower-case name; several values of a header stay apart. */
export type HeaderRecord = Record<string, string | string[] | undefined>;

export interface WireAnswer {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderRecord;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What fetch gave, with its body read. Absent: the answer came from connections of our own. */
  readonly response?: Response;
}

/** Statuses whose `Response` must not have a body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const decoder = /* @__PURE__ */ new TextDecoder();

/** UTF-8, without a byte order mark. */
export function textOf({ bytes }: WireAnswer): string {
  return bytes.length === 0 ? '' : decoder.decode(bytes);
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

/** The constructor takes no other statuses, and servers may send them. */
export function knownStatus(status: number): number {
  return status >= 200 && status <= 599 ? status : 500;
}

/** The answer as fetch would have given it, with its body read. */
export function responseOf(answer: WireAnswer): Response {
  if (answer.response !== undefined) return answer.response;
  const response = unreadResponseOf(answer);
  if (response.body !== null) void response.arrayBuffer();
  return response;
}

/** The same with its body still to be read. */
export function unreadResponseOf({ url, status, statusText, headers, bytes }: WireAnswer): Response {
  const response = new Response(WITHOUT_BODY.has(status) ? null : bytes, {
    status: knownStatus(status),
    statusText,
    headers: headersFrom(headers),
  });
  // What the constructor cannot set.
  return Object.defineProperties(response, {
    url: { value: url },
    type: { value: 'basic' },
    status: { value: status },
  });
}
