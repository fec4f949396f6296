/**
 * Which time limits a call has. `timer.ts` holds the timers behind them.
 *
 * @module
 */
import { checkNames } from '../errors/check-names.ts';

/** Time limits in milliseconds; `Infinity` for none. */
export interface Timeouts {
  /** Until the answer of one attempt has arrived; for files, until its head has, and then between two pieces. */
  attempt?: number;
  /** For the call with all its repetitions and the pauses between them; files are not counted while they arrive. */
  total?: number;
}

const DEFAULTS = { attempt: 30_000, total: 120_000 };
/** For operations that the specification marks as slow. */
const SLOW = { attempt: 15 * 60_000, total: 30 * 60_000 };

/** @throws TypeError when a limit is no positive number. */
export function checkTimeouts(where: string, timeout: number | Timeouts | undefined): void {
  if (timeout === undefined) return;
  const limits = typeof timeout === 'object' ? timeout : { attempt: timeout };
  checkNames(where, limits, ['attempt', 'total']);
  for (const value of Object.values(limits)) {
    if (value !== undefined && !(typeof value === 'number' && value > 0))
      throw new TypeError(`${where} must be a number of milliseconds above 0, or Infinity.`);
  }
}

/** The call's own limits, else the client's, else the default of the operation. A lone number is the limit of an attempt. */
export function timeLimits(
  { slow }: { readonly slow: boolean },
  client: number | Timeouts | undefined,
  call: number | Timeouts | undefined,
): Required<Timeouts> {
  if (client === undefined && call === undefined) return slow ? SLOW : DEFAULTS;
  const [own, general] = [call, client].map((one) => (typeof one === 'number' ? { attempt: one } : one));
  const defaults = slow ? SLOW : DEFAULTS;
  // What a client sets is meant for ordinary calls: it does not shorten those that are known to be slow.
  const attempt =
    (own?.attempt ?? Math.max(general?.attempt ?? 0, slow ? SLOW.attempt : 0)) || defaults.attempt;
  const total = (own?.total ?? Math.max(general?.total ?? 0, slow ? SLOW.total : 0)) || defaults.total;
  const isTotalSet = own?.total !== undefined || (general?.total !== undefined && own?.attempt === undefined);
  // A limit of one attempt that is longer stretches a total that nobody has set.
  return { attempt, total: isTotalSet ? total : Math.max(total, attempt) };
}
