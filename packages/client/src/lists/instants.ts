/**
 * Compares RFC 3339 points in time of any precision and offset. `Date` knows only milliseconds.
 *
 * @module
 */

/** Seconds since the epoch, and the digits after the decimal point without trailing zeros. */
export interface Instant {
  readonly seconds: number;
  readonly fraction: string;
}

const DATE_TIME =
  /^(?<date>\d{4}-\d{2}-\d{2})[t ](?<time>\d{2}:\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?(?<offset>z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Returns `undefined` when the text is not a date and time. A time without an offset counts as UTC. */
export function parseInstant(text: string | undefined): Instant | undefined {
  const found = DATE_TIME.exec(text ?? '')?.groups;
  if (found === undefined) return undefined;
  const { date, time, second = '0', fraction = '', offset = 'z' } = found;
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  const zone = sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
  const minute = Date.parse(`${date}T${time}:00${zone}`);
  // A leap second has the number 60, which `Date` refuses.
  if (Number.isNaN(minute) || Number(second) > 60) return undefined;
  return { seconds: minute / 1000 + Number(second), fraction: fraction.replace(/0+$/, '') };
}

/** Negative when the first is earlier, positive when it is later. */
export function compareInstants(one: Instant, other: Instant): number {
  if (one.seconds !== other.seconds) return one.seconds - other.seconds;
  // Digits after the decimal point compare as text.
  return one.fraction < other.fraction ? -1 : Number(one.fraction > other.fraction);
}
