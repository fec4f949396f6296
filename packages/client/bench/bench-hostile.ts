/**
 * `pnpm bench:hostile [--mib 4096] [--limit 268435456] [--road 'named call']`: how much a process grows at
 * most when an answer is small on the wire and big in memory, or never ends, on every road. Exits non-zero
 * when it grows by more than one and a half times the limit of the client and 128 MiB, or when a call ends
 * otherwise.
 *
 * @module
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { type Figure, finish } from './figures.ts';
import { table } from './statistics.ts';

const { values } = parseArgs({
  options: { mib: { type: 'string', default: '4096' }, limit: { type: 'string' }, road: { type: 'string' } },
});
const MIB = 1024 * 1024;
const limit = Number(values.limit ?? 256 * MIB);
const most = (1.5 * limit) / MIB + 128;
const BODIES = ['endless', 'gzip', 'gzip-gzip', 'br', 'deflate'];
const ROADS = [
  'named call',
  'Blob',
  'watched call',
  'openapiFetch',
  'own fetch',
  'error of a download',
  'sign-in',
];

const server = fork(new URL('hostile/server.ts', import.meta.url), [values.mib]);
const figures: Figure[] = [];
const rows: string[][] = [];
try {
  const [{ url }] = (await once(server, 'message')) as [{ url: string }];
  for (const road of ROADS.filter((one) => one === (values.road ?? one))) {
    for (const body of BODIES) {
      server.send({ body, isTokenToo: road === 'sign-in', status: road.startsWith('error') ? 403 : 200 });
      const [{ bytes }] = (await once(server, 'message')) as [{ bytes: number }];
      const { code, grown, seconds } = await outcomeOf(url, road);
      const what = `hostile: ${road}, ${body}`;
      figures.push({ what, value: grown, unit: 'MiB grown', limit: most });
      figures.push({ what, value: Number(code !== 'response_too_large'), unit: 'other ends', limit: 0 });
      rows.push([
        road,
        body,
        bytes === 0 ? 'no end' : String(bytes),
        grown.toFixed(0),
        seconds.toFixed(1),
        code,
      ]);
    }
  }
} finally {
  server.kill();
}
console.log(table(['road', 'body', 'bytes on the wire', 'grown by MiB', 'seconds', 'end'], rows));
finish(figures);

type Outcome = { readonly code: string; readonly grown: number; readonly seconds: number };

async function outcomeOf(url: string, road: string): Promise<Outcome> {
  const args = [url, road, ...(values.limit === undefined ? [] : [values.limit])];
  const child = fork(new URL('hostile/client-process.ts', import.meta.url), args);
  const stop = new AbortController();
  const { signal } = stop;
  const ended = once(child, 'exit', { signal }).then(() =>
    Promise.reject(new Error(`${road} ended by itself`)),
  );
  const [outcome] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Outcome];
  stop.abort();
  ended.catch(() => {});
  child.kill();
  return outcome;
}
