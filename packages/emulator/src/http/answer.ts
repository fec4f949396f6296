/**
 * A response as plain data. send.ts writes it to a connection.
 *
 * @module
 */

export type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** An iterable yields pieces, for bodies that are too long for one string. */
  readonly body?: string | Uint8Array | Iterable<string>;
  /** Reset the connection instead of responding. */
  readonly reset?: true;
}

const JSON_TYPE = { 'Content-Type': 'application/json;charset=UTF-8' };
/** An array longer than this is sent in pieces. */
const PIECE = 500;

/** The format of REST errors is not known, so clients must accept plain text. */
export function plain(status: number, text: string): Answer {
  return { status, headers: { 'Content-Type': 'text/plain;charset=UTF-8' }, body: text };
}

export function json(status: number, value: unknown, headers: Headers = {}): Answer {
  const body = Array.isArray(value) && value.length > PIECE ? pieces(value) : JSON.stringify(value);
  return { status, headers: { ...JSON_TYPE, ...headers }, body };
}

export function empty(status: number): Answer {
  return { status, headers: {} };
}

export function file(status: number, body: string | Uint8Array, name: string): Answer {
  return {
    status,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
    },
    body,
  };
}

/** A header cannot contain line ends or characters outside of Latin-1, so these are percent-encoded. */
export function redirect(location: string): Answer {
  // eslint-disable-next-line no-control-regex
  const safe = location.replaceAll(/[^\u0021-\u007e]/g, (character) =>
    character.isWellFormed() ? encodeURIComponent(character) : '%EF%BF%BD',
  );
  return { status: 302, headers: { Location: safe } };
}

function* pieces(list: readonly unknown[]): Iterable<string> {
  for (let start = 0; start < list.length; start += PIECE) {
    const text = JSON.stringify(list.slice(start, start + PIECE)).slice(1, -1);
    yield (start === 0 ? '[' : ',') + text;
  }
  yield ']';
}
