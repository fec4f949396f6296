/**
 * Reads how long a server asks to wait.
 *
 * @module
 */

/**
 * For authors of clients: reads `Retry-After` (RFC 9110 §10.2.3), which is whole seconds or a date.
 *
 * @param now - Milliseconds since the epoch.
 * @returns Milliseconds from now on; `undefined` when there is none, or none that can be read.
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date has letters; `Date.parse` would take almost any number for a year.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
