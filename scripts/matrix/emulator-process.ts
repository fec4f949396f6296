/**
 * Starts an emulator from the installed tarball in its own process, and reads the requests that it got. Part
 * of `pnpm test:matrix`.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Consumer } from './consumer.ts';
import type { Facts } from './consumer/job.ts';
import { cleanEnvironment } from './run-program.ts';

export type EmulatorFacts = Facts & { readonly spki256: string };

export type Log = {
  readonly requests: readonly { method: string; path: string; status: number }[];
  readonly tokenRequests: number;
};

export interface EmulatorProcess extends AsyncDisposable {
  readonly facts: EmulatorFacts;
  /** Path of the facts, as JSON. */
  readonly factsFile: string;
  /** Path of the PEM of its authority. */
  readonly caFile: string;
  log(): Promise<Log>;
}

/** `origin`: that of a web application which may use the implicit grant. */
export async function startEmulatorProcess({ app }: Consumer, origin?: string): Promise<EmulatorProcess> {
  const args = ['emulator.mjs', ...(origin === undefined ? [] : [origin])];
  const child = spawn(process.execPath, args, {
    cwd: app,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: cleanEnvironment(),
  });
  const closed = once(child, 'close');
  let facts: EmulatorFacts | undefined;
  for await (const line of createInterface(child.stdout)) {
    facts = JSON.parse(line) as EmulatorFacts;
    break;
  }
  if (facts === undefined)
    throw new Error(`The emulator ended before it answered: run node emulator.mjs in ${app}.`);
  const { control } = facts;
  const [factsFile, caFile] = [join(app, 'facts.json'), join(app, 'ca.pem')];
  writeFileSync(factsFile, JSON.stringify(facts));
  writeFileSync(caFile, facts.ca);
  return {
    facts,
    factsFile,
    caFile,
    log: async () => (await (await fetch(control)).json()) as Log,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await closed;
      clearTimeout(late);
    },
  };
}

/** @throws Error unless the Center refused each POST of consumer/job.ts once and then accepted it once. */
export function checkReplays({ requests, tokenRequests }: Log): void {
  const posts = requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/securevm/groups'));
  const statuses = posts.map(({ status }) => (status >= 200 && status < 300 ? 'taken' : String(status)));
  if (statuses.join() !== '401,taken,401,taken')
    throw new Error(`The POSTs ended with ${statuses.join(', ')}, not 401, success, 401, success.`);
  if (tokenRequests !== 3) throw new Error(`There were ${String(tokenRequests)} token requests, not 3.`);
}

/** @throws Error if any request reached the Center. */
export function checkNothingSent({ requests, tokenRequests }: Log): void {
  if (requests.length === 0 && tokenRequests === 0) return;
  const sent = requests.map(({ method, path, status }) => `${method} ${path} (${String(status)})`);
  throw new Error(
    `A Center that is not trusted got ${String(tokenRequests)} token requests: ${sent.join(', ')}.`,
  );
}
