/**
 * Determines the time limits of a call. `timer.ts` holds the timers.
 *
 * @module
 */
import { checkNames } from '../errors/check-names.ts';

/** Time limits in milliseconds. `Infinity` means no limit. */
export interface Timeouts {
  /**
   * Limits one attempt, until its response is complete. For files it limits the time to the response headers,
   * and then the time between two chunks. Default: 30,000; 900,000 (15 minutes) for slow operations.
   */
  attempt?: number;
  /**
   * Limits the whole call with all retries and the pauses between them. The transfer of a file does not
   * count. Default: 120,000; 1,800,000 (30 minutes) for slow operations.
   */
  total?: number;
}

const DEFAULTS = { attempt: 30_000, total: 120_000 };
/** For operations that the specification marks as slow. */
const SLOW = { attempt: 15 * 60_000, total: 30 * 60_000 };

/** @throws TypeError when a limit is not a positive number. */
export function checkTimeouts(where: string, timeout: number | Timeouts | undefined): void {
  if (timeout === undefined) return;
  const limits = typeof timeout === 'object' ? timeout : { attempt: timeout };
  checkNames(where, limits, ['attempt', 'total']);
  for (const value of Object.values(limits)) {
    if (value !== undefined && !(typeof value === 'number' && value > 0))
      throw new TypeError(`${where} must be a number of milliseconds above 0, or Infinity.`);
  }
}

/**
 * The limits of the call, else of the client, else the default of the operation. A plain number limits one
 * attempt.
 */
export function timeLimits(
  { slow }: { readonly slow: boolean },
  client: number | Timeouts | undefined,
  call: number | Timeouts | undefined,
): Required<Timeouts> {
  if (client === undefined && call === undefined) return slow ? SLOW : DEFAULTS;
  const [own, general] = [call, client].map((one) => (typeof one === 'number' ? { attempt: one } : one));
  const defaults = slow ? SLOW : DEFAULTS;
  // The client's limits are meant for ordinary calls, so they do not shorten slow operations.
  const attempt =
    (own?.attempt ?? Math.max(general?.attempt ?? 0, slow ? SLOW.attempt : 0)) || defaults.attempt;
  const total = (own?.total ?? Math.max(general?.total ?? 0, slow ? SLOW.total : 0)) || defaults.total;
  const isTotalSet = own?.total !== undefined || (general?.total !== undefined && own?.attempt === undefined);
  // A longer limit for one attempt extends a total that was not set.
  return { attempt, total: isTotalSet ? total : Math.max(total, attempt) };
}
