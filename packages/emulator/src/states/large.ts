/**
 * The state `large`: the small one with 10,000 machines in 50 groups.
 *
 * @module
 */
import type { State } from '../store.ts';
import { disk, group, machine } from './parts.ts';
import { smallState } from './small.ts';

const MACHINES = 10_000;
const GROUPS = 50;

export function largeState(now: number, client: { id: string; secret: string }): State {
  const small = smallState(now, client);
  const groups = Array.from({ length: GROUPS }, (_, index) => {
    const digits = String(index).padStart(4, '0');
    return group(`Group-${digits}`, 'Made for size', `a0b1-${digits}`, 100 + index);
  });
  const registered = new Date(now - 86_400_000).toISOString();
  const machines = Array.from({ length: MACHINES }, (_, index) => {
    const digits = String(index).padStart(12, '0');
    const one = machine(
      `vm${digits.slice(-5)}`,
      `11111111-2222-4333-8444-${digits}`,
      index % 250,
      registered,
      [
        disk(digits, '/dev/sda', 'unencrypted', 'boot'),
        disk(`5${digits.slice(1)}`, '/dev/sdb', index % 3 === 0 ? 'unencrypted' : 'encrypted'),
      ],
    );
    return Object.assign(one, {
      group: `Group-${String(index % GROUPS).padStart(4, '0')}`,
      target_id: digits.padStart(32, 'c'),
    });
  });
  return { ...small, groups: [...small.groups, ...groups], machines: [...small.machines, ...machines] };
}
