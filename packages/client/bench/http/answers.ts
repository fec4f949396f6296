/**
 * What the server of the HTTP benchmark answers: lists of machines as JSON, of three sizes.
 *
 * @module
 */

export const SIZES = ['300 B', '20 KB', '1 MB'] as const;
export type Size = (typeof SIZES)[number];

const BYTES: Readonly<Record<Size, number>> = { '300 B': 300, '20 KB': 20_000, '1 MB': 1_000_000 };

/** A list that has about this size, filled up with spaces, which JSON allows. */
export function jsonOf(size: Size): Buffer {
  const machines: object[] = [];
  const text = (): string => JSON.stringify(machines);
  const most = Math.floor((BYTES[size] - 4) / (JSON.stringify(machine(999_999)).length + 1));
  while (machines.length < most) machines.push(machine(machines.length));
  return Buffer.from(text().padEnd(BYTES[size]));
}

function machine(count: number): object {
  return {
    uuid: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    name: `server-${count}`,
    state: 'connected',
    group: 'Default',
  };
}
