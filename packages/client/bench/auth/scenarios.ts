/**
 * What a client goes through, counted at the server: an emulated Center over TLS whose clock the scenario
 * sets.
 *
 * @module
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clientCredentials } from '@cloudlink-center/auth';
import { createCloudLinkCore } from '@cloudlink-center/client/core';
import { type Emulator, startEmulator } from '@cloudlink-center/emulator';
import type { Access } from './clients.ts';
import type { Command, Report } from './client-process.ts';

/** What came of it. */
export interface Outcome {
  readonly tokenRequests: number;
  readonly failed: number;
}

interface Setting {
  readonly emulator: Emulator;
  /** Starts a client's process and makes the client. */
  readonly start: (access?: Partial<Access>) => Promise<Client>;
  /** Lets the server's clock run ahead, in milliseconds. */
  readonly advance: (ms: number) => void;
  readonly folder: string;
}

type Client = (command: Command) => Promise<Report>;

export interface Scenario {
  readonly name: string;
  /** The most token requests that ours may make; no call may fail. */
  readonly limit: number;
  readonly run: (setting: Setting) => Promise<Pick<Outcome, 'failed'>>;
}

const LIFETIME = 7_200_000;

/** A token with two seconds to live, which the server hands out again until its end. */
async function tokenWithTwoSeconds({ emulator, advance }: Setting): Promise<void> {
  const { url, ca, clientId, clientSecret } = emulator;
  await using center = createCloudLinkCore({
    baseUrl: url,
    auth: clientCredentials({ clientId, clientSecret }),
    tls: { ca },
  });
  await center.auth.getToken();
  advance(LIFETIME - 2000);
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'cold, 1,000 calls at once',
    limit: 1,
    run: async ({ start }) => (await start())({ calls: 1000 }),
  },
  {
    name: 'ended, 1,000 calls at once',
    // One of them was for the token that has ended.
    limit: 2,
    async run(setting) {
      const client = await setting.start();
      await tokenWithTwoSeconds(setting);
      await client({ calls: 1 });
      await delay(2100);
      return client({ calls: 1000 });
    },
  },
  {
    name: 'same token with 2 s left, 500 calls in 4 s',
    // This server rounds expires_in down.
    limit: 3,
    async run(setting) {
      const client = await setting.start();
      await tokenWithTwoSeconds(setting);
      return client({ calls: 500, everyMs: 8 });
    },
  },
  {
    name: 'revoked, ten late calls',
    limit: 2,
    async run({ emulator, start }) {
      const client = await start();
      await client({ calls: 1 });
      emulator.revokeTokens();
      return client({ calls: 10 });
    },
  },
  {
    name: 'eight cold processes',
    limit: 1,
    async run({ start, folder }) {
      const clients = await Promise.all(Array.from({ length: 8 }, () => start({ folder })));
      const reports = await Promise.all(clients.map((client) => client({ calls: 1 })));
      return { failed: reports.reduce((sum, { failed }) => sum + failed, 0) };
    },
  },
];

/** Runs one scenario with one client. */
export function runScenario(scenario: Scenario, make: string): Promise<Outcome> {
  return withSetting(make, async (setting) => {
    let before = 0;
    const advance = (ms: number): void => {
      setting.advance(ms);
      // The request that prepared the token is not the client's.
      before = setting.emulator.tokenRequests;
    };
    const { failed } = await scenario.run({ ...setting, advance });
    return { tokenRequests: setting.emulator.tokenRequests - before, failed };
  });
}

/** What a client's errors show when the secret is refused, and when nobody answers. */
export function errorsOf(make: string, clientSecret: string): Promise<string> {
  return withSetting(make, async ({ start }) => {
    const refused = await (await start({ clientSecret }))({ calls: 1 });
    const unreachable = await (await start({ clientSecret, baseUrl: 'https://127.0.0.1:9' }))({ calls: 1 });
    return refused.shown + unreachable.shown;
  });
}

async function withSetting<T>(make: string, use: (setting: Setting) => Promise<T>): Promise<T> {
  let ahead = 0;
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
  const emulator = await startEmulator({ now: () => Date.now() + ahead, tokenLifetime: LIFETIME / 1000 });
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, emulator.ca);
  const children: ReturnType<typeof fork>[] = [];
  const start = async (access: Partial<Access> = {}): Promise<Client> => {
    const child = fork(fileURLToPath(new URL('client-process.ts', import.meta.url)), {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
    });
    children.push(child);
    const report = async (): Promise<Report> => {
      const [said] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
      if (typeof said !== 'object') throw new Error(`The process of ${make} has ended`);
      // The process sends nothing else.
      return said as Report;
    };
    await report();
    const client: Client = (command) => {
      child.send(command);
      return report();
    };
    const { url: baseUrl, clientId, clientSecret } = emulator;
    await client({ make, access: { baseUrl, clientId, clientSecret, ...access } });
    return client;
  };
  try {
    return await use({
      emulator,
      start,
      folder: join(folder, 'tokens'),
      advance: (ms) => void (ahead += ms),
    });
  } finally {
    for (const child of children) child.kill();
    await emulator.close();
    rmSync(folder, { recursive: true });
  }
}
