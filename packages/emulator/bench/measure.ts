/**
 * Measures the built emulator with wrk, a public load generator, on the same machine: `pnpm bench:emulator`.
 * The argument `long` adds 1,000,000 requests, and reports the memory meanwhile.
 *
 * @module
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startEmulator } from '@cloudlink-center/emulator';

type Running = {
  child: ChildProcess;
  url: string;
  agent: Agent;
  token: string;
  readyMs: number;
  startMb: number;
};
type Answer = { ms: number; bytes: number; status: number; text: string };

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const REST = '/cloudlink/rest';
const UPLOAD = 100_000_000;
const folder = mkdtempSync(join(tmpdir(), 'cloudlink-measure-'));

const starts: Running[] = [];
for (let round = 0; round < 7; round += 1) {
  const running = await start();
  starts.push(running);
  await stop(running);
}
report('ready, median of 7', `${median(starts.map(({ readyMs }) => readyMs))} ms`);
report('memory at the start, median of 7', `${median(starts.map(({ startMb }) => startMb))} MB`);

{
  const running = await start();
  report('small GETs, 64 connections', wrk(running, `${REST}/lockbox`, 64, 10));
  report('lists of five machines, 64 connections', wrk(running, `${REST}/securevm`, 64, 10));
  report('1,000 connections at once', wrk(running, `${REST}/lockbox`, 1_000, 15));
  report('memory after these', `${memory(running)} MB`);
  await stop(running);
}
{
  const running = await start('--state', 'large');
  const rounds: Answer[] = [];
  for (let round = 0; round < 7; round += 1) rounds.push(await call(running, 'GET', `${REST}/securevm`));
  report(
    '10,000 machines listed, median of 7',
    `${median(rounds.map(({ ms }) => ms))} ms, ${Math.round((rounds[0]?.bytes ?? 0) / 1e6)} MB, memory ${memory(running)} MB`,
  );
  await stop(running);
}
{
  const running = await start();
  const file = join(folder, 'upload');
  writeFileSync(file, '');
  truncateSync(file, UPLOAD);
  const form = `--m\r\nContent-Disposition: form-data; name="iso"; filename="a.iso"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(form), readFileSync(file), Buffer.from('\r\n--m--\r\n')]);
  const { status, ms } = await call(running, 'POST', `${REST}/vercontrol`, body, {
    'Content-Type': 'multipart/form-data; boundary=m',
  });
  report('an upload of 100 MB', `${status} in ${ms} ms, highest memory ${memory(running, 'VmHWM')} MB`);
  await stop(running);
}
{
  const emulator = await startEmulator();
  const forks: number[] = [];
  for (let round = 0; round < 31; round += 1) {
    const begin = performance.now();
    const fork = await emulator.fork();
    forks.push(performance.now() - begin);
    await fork.close();
  }
  report('a fork for a test, median of 31', `${median(forks).toFixed(1)} ms`);
  await emulator.close();
}
if (process.argv[2] === 'long') {
  const running = await start();
  let sent = 0;
  while (sent < 1_000_000) {
    sent += wrkCount(running, `${REST}/lockbox`, 64, 10);
    report(`memory after ${sent.toLocaleString('en')} requests`, `${memory(running)} MB`);
  }
  await stop(running);
}
rmSync(folder, { recursive: true });

async function start(...args: string[]): Promise<Running> {
  const begin = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const facts = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [, name = '', value = ''] = /^(\S+) +(\S+)$/.exec(line) ?? [];
    facts.set(name, value);
    if (line.includes('Ctrl+C')) break;
  }
  const readyMs = Math.round(performance.now() - begin);
  const url = facts.get('address') ?? '';
  const agent = new Agent({ ca: readFileSync(facts.get('CA') ?? ''), keepAlive: true });
  const running = { child, url, agent, token: '', readyMs, startMb: 0 };
  running.startMb = memory(running);
  const query = 'grant_type=client_credentials&client_id=automation&client_secret=emulated-secret&scope=all';
  const { text } = await call(running, 'POST', `/cloudlink/oauth/token?${query}`);
  running.token = (JSON.parse(text) as { access_token: string }).access_token;
  return running;
}

async function stop({ child, agent }: Running): Promise<void> {
  agent.destroy();
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

function call(
  { url, agent, token }: Running,
  method: string,
  path: string,
  body?: Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const all = { Authorization: `Bearer ${token}`, ...headers };
    const outgoing = request(url + path, { method, agent, headers: all }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          ms: Math.round(performance.now() - begin),
          bytes: bytes.length,
          status: incoming.statusCode ?? 0,
          text: bytes.length < 1e5 ? bytes.toString() : '',
        });
      });
    });
    outgoing.on('error', reject).end(body);
  });
}

function wrkOutput({ url, token }: Running, path: string, connections: number, seconds: number): string {
  const args = [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--timeout',
    '20s',
    '--latency',
    '-H',
    `Authorization: Bearer ${token}`,
    url + path,
  ];
  return execFileSync('wrk', args, { encoding: 'utf8' });
}

function wrk(running: Running, path: string, connections: number, seconds: number): string {
  const output = wrkOutput(running, path, connections, seconds);
  const rate = Math.round(Number(/Requests\/sec: +([\d.]+)/.exec(output)?.[1] ?? 0));
  const half = /50% +(\S+)/.exec(output)?.[1] ?? '';
  const errors = /(?:Socket errors|Non-2xx)[^\n]+/.exec(output)?.[0] ?? 'no error';
  return `${rate.toLocaleString('en')} a second, median ${half}, ${errors}`;
}

function wrkCount(running: Running, path: string, connections: number, seconds: number): number {
  return Number(/(\d+) requests in/.exec(wrkOutput(running, path, connections, seconds))?.[1] ?? 0);
}

/** Megabytes of 1,000,000 bytes. */
function memory({ child }: Pick<Running, 'child'>, line: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
  return Math.round((Number(new RegExp(`${line}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024) / 1e6);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function report(what: string, figure: string): void {
  console.log(`${what.padEnd(40)} ${figure}`);
}
