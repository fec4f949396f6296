/**
 * `hardening.ts` for browser bundles, where each byte is downloaded: less code for the same safety.
 *
 * @module
 */

/** The types have to do. */
export function checkOptions(): void {}

/** Browsers let no secure page send plain HTTP to another machine; an insecure page is anybody's already. */
export function checkSecurity(): void {}

/** Quotes what the server said, without the secret as it is and what looks like a token. */
export function quote(text: string, secret: string): string {
  return JSON.stringify(
    text
      .replaceAll(secret, '')
      .replace(/(?![a-z_]+\b)[\w~%+=-]{20,}/g, '')
      .slice(0, 200)
      .trim(),
  );
}

/** What browsers say about a failed request is in its name; the rest may hold the address. */
export function sanitized(error: unknown): Error {
  return new Error((error as Error | undefined)?.name);
}

/** A copy that can be sent later. */
export function copyOf(request: Request): Request {
  return request.clone();
}
