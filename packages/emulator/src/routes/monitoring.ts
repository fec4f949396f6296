/**
 * Alarms, events, security events, actions, diagnostics and logs.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { type Call, type Handlers, remove } from './handler.ts';

export const monitoring: Handlers = {
  'alarms.list': ({ state }) => state.alarms,
  'alarms.raise': ({ state, query, now }) => {
    const { type = '', severity = '', details = '' } = query;
    state.alarms.push({
      id: randomUUID(),
      type,
      severity,
      details,
      watched: false,
      timestamp: new Date(now).toISOString(),
    });
  },
  'alarms.clear': ({ state, path }) => remove(state.alarms, ({ id }) => id === path['alarm_id'], 'The alarm'),
  'alarms.listSettings': ({ state }) =>
    Object.entries(state.alarmSettings).map(([id, settings]) => ({ id, ...settings })),
  'alarms.updateSettings': ({ state, path, body }) => {
    const id = path['alarmId'] ?? '';
    const present = state.alarmSettings[id] ?? { enabled: true, send_notification: false };
    state.alarmSettings[id] = {
      enabled: typeof body['enabled'] === 'boolean' ? body['enabled'] : present.enabled,
      send_notification:
        typeof body['send_notification'] === 'boolean'
          ? body['send_notification']
          : present.send_notification,
    };
  },
  'events.list': (call) => page(call, call.state.events),
  'securityEvents.list': (call) => page(call, call.state.securityEvents),
  'actions.list': (call) => page(call, call.state.actions),
  'diagnostics.get': ({ state }) => ({ is_available: state.diagnosticsReady }),
  'diagnostics.generate': ({ state }) => void (state.diagnosticsReady = true),
  'logs.list': () => ['server.log', 'audit.log'],
  'logs.read': ({ query }) => ({ content: `No line was written to ${query['logName'] ?? 'the log'}.\n` }),
};

type Entry = { id?: string; timestamp?: string; start_time?: string };

/** Newest first; `guid` continues behind that entry. How the appliance orders and continues is inferred. */
function page(call: Call, entries: readonly Entry[]): Entry[] {
  const { interval, timestamp, end, guid, count } = call.query;
  const timeOf = (entry: Entry): number => Date.parse(entry.timestamp ?? entry.start_time ?? '');
  const from = interval === undefined ? Number.NEGATIVE_INFINITY : call.now - Number(interval) * 60_000;
  const newest = entries
    .toSorted((a, b) => timeOf(b) - timeOf(a))
    .filter((entry) => timeOf(entry) >= from && (end === undefined || timeOf(entry) <= Date.parse(end)));
  const start = guid === undefined ? 0 : newest.findIndex(({ id }) => id === guid) + 1;
  const window =
    guid === undefined && timestamp !== undefined
      ? newest.filter((entry) => timeOf(entry) >= Date.parse(timestamp))
      : newest;
  return window.slice(start, count === undefined ? undefined : start + Number(count));
}
