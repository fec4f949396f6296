import { assert, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink, iterateEvents } from '../src/index.ts';
import { compareInstants, parseInstant } from '../src/lists/instants.ts';
import { json, scriptedCenter } from './scripted-center.ts';

test.each<[string, '<' | '=' | '>', string]>([
  ['2026-11-25T10:00:02Z', '<', '2026-11-25T10:00:02.5Z'],
  ['2026-11-25T10:00:02Z', '=', '2026-11-25T10:00:02.000Z'],
  ['2026-11-25T10:00:02.123456789Z', '>', '2026-11-25T10:00:02.123456788Z'],
  ['2026-11-25T10:00:02.12Z', '>', '2026-11-25T10:00:02.119999Z'],
  ['2026-11-25T12:00:02+02:00', '=', '2026-11-25T10:00:02Z'],
  ['2026-11-25T12:00:02.5+0200', '>', '2026-11-25T10:00:02Z'],
  ['2026-11-25T09:00:00-02', '=', '2026-11-25t11:00:00z'],
  ['2026-11-25 10:00:02', '=', '2026-11-25T10:00:02Z'],
  ['2026-11-25T10:00Z', '=', '2026-11-25T10:00:00Z'],
  ['2026-12-31T23:59:60Z', '=', '2027-01-01T00:00:00Z'],
  ['1969-12-31T23:59:59.5Z', '<', '1970-01-01T00:00:00Z'],
])('%s %s %s', (one, order, other) => {
  const [first, second] = [parseInstant(one), parseInstant(other)];
  if (first === undefined || second === undefined) throw new Error('Both are instants.');
  const sign = Math.sign(compareInstants(first, second));
  expect(sign).toBe({ '<': -1, '=': 0, '>': 1 }[order]);
  expect(Math.sign(compareInstants(second, first)) + sign).toBe(0);
});

test.each(['', 'yesterday', '2026-13-01T00:00:00Z', '2026-11-25', '1764064800000', undefined])(
  '%j is not a point in time',
  (written) => {
    expect(parseInstant(written)).toBeUndefined();
  },
);

test('points in time of any precision and offset compare by time', () => {
  const written = record({
    milliseconds: integer({ min: 0, max: 4_102_444_800_000 }),
    offset: integer({ min: -720, max: 840 }),
    zeros: integer({ min: 0, max: 6 }),
    zone: constantFrom('Z', 'offset'),
  });
  assert(
    property(written, written, (one, other) => {
      const [first, second] = [parseInstant(text(one)), parseInstant(text(other))];
      if (first === undefined || second === undefined) return false;
      return Math.sign(compareInstants(first, second)) === Math.sign(one.milliseconds - other.milliseconds);
    }),
  );
});

type Written = { milliseconds: number; offset: number; zeros: number; zone: string };

function text({ milliseconds, offset, zeros, zone }: Written): string {
  const local = new Date(milliseconds + (zone === 'Z' ? 0 : offset * 60_000)).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  const suffix = `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  return `${local}${'0'.repeat(zeros)}${zone === 'Z' ? 'Z' : suffix}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

test('following loses no event, however its time is written, and survives an outage with onOutage', async () => {
  await using server = await scriptedCenter();
  await using center = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'correct horse battery staple' }),
    retry: 0,
  });
  const events = ['02Z', '02.5Z', '02.500Z', '02.5001Z', '03+00:00'].map((end, index) => ({
    ...(index !== 2 && { id: `${index}` }),
    timestamp: `2026-11-25T10:00:${end}`,
  }));
  let looks = 0;
  server.script((request, response) => {
    // There is nothing before the oldest entry.
    if (request.url?.includes('guid=')) return json(200, [])(request, response);
    looks += 1;
    if (looks === 3) json(503, {})(request, response);
    else json(200, events.slice(0, looks).toReversed())(request, response);
  });
  const controller = new AbortController();
  const outages: string[] = [];
  const seen: string[] = [];
  const following = (async () => {
    for await (const { timestamp = '' } of iterateEvents(center, {
      follow: true,
      interval: 5,
      signal: controller.signal,
      onOutage: ({ code }) => outages.push(code),
    })) {
      seen.push(timestamp.slice(17));
      if (timestamp.endsWith('03+00:00')) controller.abort();
    }
  })();
  await expect(following).rejects.toThrow(/abort/);
  expect(seen).toEqual(['02Z', '02.5Z', '02.500Z', '02.5001Z', '03+00:00']);
  expect(outages).toEqual(['server_error']);
});

test('without onOutage, an outage ends the following', async () => {
  await using server = await scriptedCenter();
  await using center = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'correct horse battery staple' }),
    retry: 0,
  });
  server.script(json(503, {}));
  await expect(iterateEvents(center, { follow: true }).next()).rejects.toMatchObject({ status: 503 });
});
