/**
 * `pnpm bench:transfers [--mib 4096]`: one upload and one download of that size over TLS, after a warm-up of
 * 64 MiB each: how much the process grows, and whether every byte arrives. Exits non-zero when a transfer is
 * not byte for byte, or grows the process by more than 64 MiB.
 *
 * @module
 */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { clientCredentials, type CloudLink, createCloudLink } from '@cloudlink-center/client';
import { download, upload } from '@cloudlink-center/client/transfers';
import { type Figure, finish } from './figures.ts';
import { table } from './statistics.ts';
import { PIECE } from './transfers/content.ts';

const LIMIT_MIB = 64;
const WARM_UP_MIB = 64;
const { values } = parseArgs({ options: { mib: { type: 'string', default: '4096' } } });
const mib = Number(values.mib);

const folder = await mkdtemp(join(tmpdir(), 'bench-transfers-'));
const server = fork(new URL('transfers/server.ts', import.meta.url));
const figures: Figure[] = [];
try {
  const { url, ca } = await firstMessage(server);
  await using center = createCloudLink({
    baseUrl: url,
    auth: clientCredentials({ clientId: 'automation', clientSecret: 'correct horse battery staple' }),
    tls: { ca },
  });
  const rows = [];
  for (const transfer of [uploading, downloading]) {
    await transfer(center, WARM_UP_MIB);
    const { grown, seconds, isWhole } = await transfer(center, mib);
    const what = `transfers: ${transfer.name} ${mib} MiB`;
    figures.push({ what, value: grown, unit: 'MiB grown', limit: LIMIT_MIB });
    figures.push({ what, value: Number(!isWhole), unit: 'broken files', limit: 0 });
    rows.push([
      transfer.name,
      String(mib),
      grown.toFixed(1),
      String(LIMIT_MIB),
      isWhole ? 'yes' : 'NO',
      (mib / seconds).toFixed(0),
    ]);
  }
  console.log(table(['transfer', 'MiB', 'grown by MiB', 'limit', 'byte for byte', 'MiB/s'], rows));
} finally {
  server.kill();
  await rm(folder, { recursive: true });
}
finish(figures);

type Transferred = { grown: number; seconds: number; isWhole: boolean };

/** Files are made and compared by another process, so that only the transfer itself counts. */
async function uploading(center: CloudLink, size: number): Promise<Transferred> {
  const path = join(folder, 'up.bin');
  const { sha256 } = await inAnotherProcess('make', path, size);
  const { result, ...measured } = await growthOf(() => upload(center, 'licenses.upload', { file: path }));
  await rm(path);
  return { ...measured, isWhole: result === sha256 };
}

async function downloading(center: CloudLink, size: number): Promise<Transferred> {
  const path = join(folder, 'down.bin');
  const input = { path: { uuid: 'u' }, query: { type: 'RAW', challenge: size * PIECE } };
  const measured = await growthOf(() => download(center, 'machines.downloadKeyFile', path, input));
  const { isWhole } = await inAnotherProcess('compare', path, size);
  await rm(path);
  return { ...measured, isWhole: isWhole === true };
}

async function inAnotherProcess(
  what: 'make' | 'compare',
  path: string,
  size: number,
): Promise<{ sha256?: string; isWhole?: boolean }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('transfers/content.ts', import.meta.url)),
    what,
    path,
    String(size),
  ]);
  // content.ts prints just this.
  return JSON.parse(stdout) as { sha256?: string; isWhole?: boolean };
}

/** The highest resident size while it runs, over the one before, in MiB. */
async function growthOf<Result>(
  run: () => Promise<Result>,
): Promise<{ grown: number; seconds: number; result: Result }> {
  const before = process.memoryUsage.rss();
  let highest = before;
  const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 50);
  const began = performance.now();
  try {
    const result = await run();
    highest = Math.max(highest, process.memoryUsage.rss());
    return { grown: (highest - before) / 2 ** 20, seconds: (performance.now() - began) / 1000, result };
  } finally {
    clearInterval(timer);
  }
}

async function firstMessage(child: ChildProcess): Promise<{ url: string; ca: string }> {
  return new Promise((resolve, reject) => {
    // The server sends just this.
    child.once('message', (message) => resolve(message as { url: string; ca: string }));
    child.once('exit', (code) => reject(new Error(`The server ended with ${String(code)}.`)));
  });
}
