/**
 * Cells of workerd: the job in a worker, bundled as wrangler does. workerd trusts what its operator says, in
 * its configuration. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { bundle } from './bundle.ts';
import type { Cell } from './cells.ts';
import type { Consumer } from './consumer.ts';
import type { Facts, JobEnd } from './consumer/job.ts';
import { checkNothingSent, checkReplays, startEmulatorProcess } from './emulator-process.ts';
import { cleanEnvironment } from './run-program.ts';
import { WORKERD } from './versions.ts';

/** What the worker is asked to do, and how that must end. */
type Try = {
  readonly what: string;
  readonly isTrusted: boolean;
  readonly change?: (facts: Facts) => { facts: Facts; tls?: object };
  /** Code of the error; without it, the job works. */
  readonly refused?: string;
};

const TRIES: readonly Try[] = [
  { what: 'trustedCertificates: works', isTrusted: true },
  { what: 'no trust: refused', isTrusted: false, refused: 'unreachable' },
  {
    what: 'tls.ca: refused at once',
    isTrusted: true,
    change: (facts) => ({ facts, tls: { ca: facts.ca } }),
    refused: 'TypeError',
  },
  {
    what: 'tls.fingerprint256: refused at once',
    isTrusted: true,
    change: (facts) => ({ facts, tls: { fingerprint256: facts.fingerprint256 } }),
    refused: 'TypeError',
  },
  {
    what: 'plain HTTP to another machine: refused before the secret is sent',
    isTrusted: true,
    // An address for documentation, where no server answers.
    change: (facts) => ({ facts: { ...facts, baseUrl: 'http://192.0.2.1' } }),
    refused: 'TypeError',
  },
];

export function workerdCells(consumer: Consumer): Cell[] {
  return TRIES.map((one) => ({
    part: 'workerd',
    subject: `workerd ${WORKERD}`,
    what: one.what,
    run: () => tryInWorker(consumer, one),
  }));
}

async function tryInWorker(consumer: Consumer, { isTrusted, change, refused }: Try): Promise<string> {
  const worker = await bundle(consumer, 'esbuild', 'workerd', 'worker.mjs');
  await using emulator = await startEmulatorProcess(consumer);
  await using workerd = await startWorkerd(consumer, worker, isTrusted ? emulator.caFile : undefined);
  const { facts } = emulator;
  const response = await fetch(workerd.url, {
    method: 'POST',
    body: JSON.stringify(change?.(facts) ?? { facts }),
  });
  const end = (await response.json()) as JobEnd;
  const log = await emulator.log();
  if ('saw' in end) {
    if (refused !== undefined) throw new Error(`It works, but should end with ${refused}.`);
    checkReplays(log);
    return end.saw;
  }
  if (end.code !== refused) throw new Error(`It ended with ${end.code}: ${end.message}\n${end.stack}`);
  checkNothingSent(log);
  return `${end.code}, and nothing was sent`;
}

async function startWorkerd(
  consumer: Consumer,
  worker: string,
  caFile: string | undefined,
): Promise<AsyncDisposable & { url: string }> {
  const config = join(consumer.app, 'workerd.capnp');
  writeFileSync(config, configOf(basename(worker), caFile && basename(caFile)));
  const program = consumer.binary('@cloudflare', ['bin/workerd', 'bin/workerd.exe']);
  const child = spawn(program, ['serve', config, '--control-fd=3'], {
    cwd: consumer.app,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: cleanEnvironment(),
  });
  const closed = once(child, 'close');
  // The fourth of `stdio` is a pipe that workerd writes to.
  const port = await portOf(child.stdio[3] as Readable);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function portOf(control: Readable): Promise<number> {
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line) as { event: string; port?: number };
    if (event === 'listen' && port !== undefined) return port;
  }
  throw new Error('workerd ended before it listened: see its output above.');
}

function configOf(worker: string, caFile: string | undefined): string {
  const authorities = caFile === undefined ? '' : `, trustedCertificates = [embed "${caFile}"]`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true${authorities}))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "bundles/${worker}")],
  compatibilityDate = "2026-11-01",
);
`;
}
