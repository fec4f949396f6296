/**
 * Writes what a call leaves in the audit trail: an action and a security event.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { State } from './store.ts';

export function audit(state: State, name: string, caller: string, now: number): void {
  const timestamp = new Date(now).toISOString();
  const user = { name: caller, type: 'user' };
  const action = {
    id: randomUUID(),
    name,
    start_time: timestamp,
    end_time: timestamp,
    status: 'success',
    user,
  };
  state.actions.push(action);
  state.securityEvents.push({
    id: randomUUID(),
    level: 'INFO',
    name,
    result: 'success',
    details: `by ${caller}`,
    timestamp,
    action,
  });
}
