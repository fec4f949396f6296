/**
 * Records actions, security events, events and alarms. Each list is a ring buffer.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Alarm, Event, Target } from '@cloudlink-center/spec';
import type { Guesses } from './guesses.ts';
import type { State } from './store.ts';

export interface Audited {
  readonly name: string;
  readonly caller: string;
  readonly target?: Target;
  /** The reason of the failure, if the call failed. */
  readonly failure?: string;
}

/** Records an audited call (V): an action, and a security event with it. */
export function recordAction(state: State, audited: Audited, now: number, guesses: Guesses): void {
  const { name, caller, target, failure } = audited;
  const timestamp = new Date(now).toISOString();
  const { historyLimit: limit, auditResults } = guesses;
  const result = failure === undefined ? auditResults.success : auditResults.failure;
  const user = { name: caller, type: 'user' };
  const action = {
    id: randomUUID(),
    name,
    start_time: timestamp,
    end_time: timestamp,
    status: result,
    user,
    ...(target && { target }),
    ...(failure !== undefined && { fail_details: failure }),
  };
  keep(state.actions, action, limit);
  keep(
    state.securityEvents,
    {
      id: randomUUID(),
      level: failure === undefined ? 'INFO' : 'WARNING',
      name,
      result,
      details: `by ${caller}`,
      timestamp,
      action,
      ...(target && { target }),
    },
    limit,
  );
}

export function recordEvent(state: State, event: Event, now: number, limit: number): void {
  keep(state.events, { id: randomUUID(), timestamp: new Date(now).toISOString(), ...event }, limit);
}

/** Raises an alarm, unless the target already has the same one. */
export function raiseAlarm(
  state: State,
  type: string,
  severity: 'HIGH' | 'LOW',
  now: number,
  more: Partial<Alarm> = {},
): void {
  if (state.alarms.some((one) => one.type === type && one.target?.id === more.target?.id)) return;
  const timestamp = new Date(now).toISOString();
  state.alarms.push({ id: randomUUID(), type, severity, watched: false, timestamp, ...more });
}

/** Clears the alarms of a type, of one target if it is given. */
export function clearAlarms(state: State, type: string, targetId?: string): void {
  state.alarms = state.alarms.filter(
    (one) => one.type !== type || (targetId !== undefined && one.target?.id !== targetId),
  );
}

/** Drops the oldest tenth at once, so that adding stays fast. */
function keep<T>(list: T[], entry: T, limit: number): void {
  list.push(entry);
  if (list.length > limit) list.splice(0, list.length - Math.ceil(limit * 0.9));
}
