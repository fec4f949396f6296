/**
 * Alarms, events, security events, actions, diagnostics and logs.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { knownFrom } from '../evidence.ts';
import { readOwn, writeOwn } from '../internal/own.ts';
import { type Call, FileAnswer, find, type Handlers, Refusal, remove } from './handler.ts';

const LOGS = ['server.log', 'audit.log'] as const;

export const monitoring: Handlers = {
  'alarms.list': ({ state, query }) =>
    query['include_disabled'] === 'true'
      ? state.alarms
      : state.alarms.filter(({ type = '' }) => readOwn(state.alarmSettings, type)?.enabled !== false),
  'alarms.raise': knownFrom('I', ({ state, query, now }) => {
    const { type = '', severity = '', details = '' } = query;
    state.alarms.push({
      id: randomUUID(),
      type,
      severity,
      details,
      watched: false,
      timestamp: new Date(now).toISOString(),
    });
  }),
  'alarms.clear': knownFrom('I', ({ state, path }) =>
    remove(state.alarms, ({ id }) => id === path['alarm_id'], 'The alarm'),
  ),
  'alarms.listSettings': ({ state }) =>
    Object.entries(state.alarmSettings).map(([id, settings]) => ({ id, ...settings })),
  'alarms.updateSettings': knownFrom('I', ({ state, path, body }) => {
    const id = path['alarmId'] ?? '';
    const present = readOwn(state.alarmSettings, id) ?? { enabled: true, send_notification: false };
    const { enabled = present.enabled, send_notification = present.send_notification } = body;
    writeOwn(state.alarmSettings, id, {
      enabled: enabled === true,
      send_notification: send_notification === true,
    });
  }),
  'events.list': (call) => page(call, call.state.events),
  'securityEvents.list': (call) => page(call, call.state.securityEvents),
  'actions.list': (call) => page(call, call.state.actions),
  'diagnostics.get': ({ state }) => ({ is_available: state.diagnosticsReady }),
  'diagnostics.generate': knownFrom('I', ({ state }) => void (state.diagnosticsReady = true)),
  'logs.list': () => [...LOGS],
  'logs.read': (call) => {
    const name = find(LOGS, (one) => one === call.query['logName'], 'The log');
    const lines = linesOf(call, name);
    const count = Number(call.query['lines'] ?? lines.length);
    if (count < 0) throw new Refusal('lines must not be negative.');
    return { content: count === 0 ? '' : `${lines.slice(-count).join('\n')}\n` };
  },
  'logs.download': async (call) => new FileAnswer('logs.zip', await archive(call)),
  'cluster.downloadSnapshot': async (call) => new FileAnswer('snapshot.zip', await archive(call)),
};

async function archive(call: Call): Promise<Uint8Array> {
  const { zipSync, strToU8 } = await import('fflate');
  const entries = LOGS.map((name) => [name, strToU8(`${linesOf(call, name).join('\n')}\n`)] as const);
  return zipSync(Object.fromEntries(entries));
}

function linesOf({ node, state }: Call, name: (typeof LOGS)[number]): string[] {
  if (name === 'server.log') return node.logLines();
  return state.actions.map((action) => {
    const { start_time = '', user, name: what = '', status = '' } = action;
    return `${start_time} ${user?.name ?? ''} ${what}: ${status}`;
  });
}

type Entry = { id?: string; timestamp?: string; start_time?: string };

/** Newest first; `guid` continues after that entry. The order and continuation of the appliance are inferred. */
function page(call: Call, entries: readonly Entry[]): Entry[] {
  const { interval, timestamp, end, guid, count } = call.query;
  const timeOf = (entry: Entry): number => Date.parse(entry.timestamp ?? entry.start_time ?? '');
  const from = interval === undefined ? Number.NEGATIVE_INFINITY : call.now - Number(interval) * 60_000;
  const newest = entries
    .toSorted((a, b) => timeOf(b) - timeOf(a))
    .filter((entry) => timeOf(entry) >= from && (end === undefined || timeOf(entry) <= Date.parse(end)));
  const index = newest.findIndex(({ id }) => id === guid);
  const start = guid === undefined || index < 0 ? 0 : index + (call.guesses.guidIsInclusive ? 0 : 1);
  const window =
    guid === undefined && timestamp !== undefined
      ? newest.filter((entry) => timeOf(entry) >= Date.parse(timestamp))
      : newest;
  return window.slice(start, count === undefined ? undefined : start + Number(count));
}
