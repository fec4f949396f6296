/**
 * Headers as they came from the connection, or as they go to it. Names are looked up in a plain object; whatever else somebody asks for
 * makes a real `Headers`.
 *
 * @module
 */

/** By lower-case name; several values of a header stay apart. */
export type HeaderRecord = Record<string, string | string[] | undefined>;

/** Stands in for the `Headers` of a `Response`, which nobody may change. */
export class LightHeaders implements Headers {
  readonly #record: HeaderRecord;
  #real: Headers | undefined;

  constructor(record: HeaderRecord) {
    this.#record = record;
  }

  get(name: string): string | null {
    const key = name.toLowerCase();
    const value = Object.hasOwn(this.#record, key) ? this.#record[key] : undefined;
    // Every other case is rare, and has rules of its own.
    return typeof value === 'string' ? value : this.#headers().get(name);
  }
  has(name: string): boolean {
    return this.#headers().has(name);
  }
  getSetCookie(): string[] {
    return this.#headers().getSetCookie();
  }
  forEach(callback: (value: string, key: string, parent: Headers) => void, thisArg?: unknown): void {
    this.#headers().forEach((value, key) => callback.call(thisArg, value, key, this));
  }
  entries(): HeadersIterator<[string, string]> {
    return this.#headers().entries();
  }
  keys(): HeadersIterator<string> {
    return this.#headers().keys();
  }
  values(): HeadersIterator<string> {
    return this.#headers().values();
  }
  [Symbol.iterator](): HeadersIterator<[string, string]> {
    return this.#headers()[Symbol.iterator]();
  }
  append(): never {
    throw new TypeError('The headers of an answer cannot be changed.');
  }
  delete(): never {
    return this.append();
  }
  set(): never {
    return this.append();
  }

  #headers(): Headers {
    this.#real ??= toHeaders(this.#record);
    return this.#real;
  }
}

function toHeaders(record: HeaderRecord): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(record)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}
