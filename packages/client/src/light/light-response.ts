/**
 * An answer whose body has arrived as a whole. What calls need of it costs nothing; whatever else somebody asks for makes a real `Response`.
 *
 * @module
 */
import { type HeaderRecord, LightHeaders } from './light-headers.ts';

/** Statuses that never have a body, so that none can be used up. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Stands in for a `Response`. */
export class LightResponse implements Response {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly redirected = false;
  readonly type = 'basic';
  readonly #record: HeaderRecord;
  readonly #bytes: Buffer;
  #headers: LightHeaders | undefined;
  #real: Response | undefined;
  #isTextRead = false;

  constructor(url: string, status: number, statusText: string, headers: HeaderRecord, bytes: Buffer) {
    this.url = url;
    this.status = status;
    this.statusText = statusText;
    this.#record = headers;
    this.#bytes = bytes;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
  get headers(): LightHeaders {
    this.#headers ??= new LightHeaders(this.#record);
    return this.#headers;
  }
  get bodyUsed(): boolean {
    return this.#isTextRead || (this.#real?.bodyUsed ?? false);
  }
  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    return this.#asReal().body;
  }

  async text(): Promise<string> {
    if (this.#real !== undefined || this.#isTextRead) return this.#asReal().text();
    this.#isTextRead = !WITHOUT_BODY.has(this.status);
    const text = this.#bytes.toString();
    // Decoding UTF-8 takes a byte order mark away.
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }
  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#asReal().arrayBuffer();
  }
  async blob(): Promise<Blob> {
    return this.#asReal().blob();
  }
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#asReal().bytes();
  }
  async formData(): Promise<FormData> {
    return this.#asReal().formData();
  }
  clone(): LightResponse {
    if (this.bodyUsed) throw new TypeError('The body has been read already: clone the answer before that.');
    return new LightResponse(this.url, this.status, this.statusText, this.#record, this.#bytes);
  }

  /** With the same body, read as far as this one. */
  #asReal(): Response {
    if (this.#real === undefined) {
      const hasBody = !WITHOUT_BODY.has(this.status);
      this.#real = new Response(hasBody ? new Uint8Array(this.#bytes) : null, {
        headers: new Headers(this.headers),
      });
      // Nobody waits for it: from here on its body counts as read, as this one's does.
      if (this.#isTextRead) void this.#real.text();
    }
    return this.#real;
  }
}
