/**
 * Reads how long a server asks to wait.
 *
 * @module
 */

/**
 * For authors of clients: parses `Retry-After` (RFC 9110 §10.2.3), which is whole seconds or a date.
 *
 * @example
 *
 * ```ts
 * import { parseRetryAfter } from '@cloudlink-center/auth';
 *
 * const response = await fetch('https://clc.example.com/cloudlink/rest/securevm');
 * console.log(parseRetryAfter(response.headers.get('retry-after'), Date.now())); // such as 30000
 * ```
 *
 * @param now - Milliseconds since the epoch.
 * @returns Milliseconds from `now`; `undefined` if the header is missing or invalid.
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date has letters. `Date.parse` would read almost any number as a year.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
