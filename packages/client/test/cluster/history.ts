/** One history under way: a cluster, a client, and what all calls came to. */
import { get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { clientCredentials, type CloudLinkCore, debugHooks } from '../../src/index.ts';
import { createCore } from '../../src/client/create-core.ts';
import { BOUND, type Kind, REPEATABLE, send } from './calls.ts';
import { type Cluster, type State, startCluster } from './cluster.ts';

export interface History extends AsyncDisposable {
  readonly cluster: Cluster;
  /** Sends a call, and resolves when it has ended, in whatever way. */
  call(kind: Kind, node: number): Promise<void>;
  /** Advances the client's clock for nodes and retries. */
  pass(milliseconds: number): void;
  /** One node is up and the others are what they are, for the return period: then all calls must succeed. */
  calmDown(healthy: number, others: readonly State[]): Promise<void>;
  /** @throws Error when an invariant is violated after all calls have ended. */
  check(): Promise<void>;
}

const RETURN_PERIOD_MS = 60_000;
/**
 * How long this process may stand still, and a plain request may take, before time limits end that would not
 * end on an idle machine.
 */
const STALL_MS = 150;
/** Limit of an attempt: what a slow node costs. */
const ATTEMPT_MS = 700;
/** Limit of an attempt of the first call that must succeed, which may meet slow nodes. */
const FIRST_ATTEMPT_MS = 2_500;
/** Limit of an attempt of the other calls. */
const PATIENCE_MS = 15_000;

export async function startHistory(slot: number, nodes: number, isWatched: boolean): Promise<History> {
  const cluster = await startCluster(slot, nodes);
  let passed = 0;
  const log: string[] = [];
  const center = clientOf(cluster, isWatched, () => passed, log);
  const kinds: Kind[] = [];
  const running = new Set<Promise<void>>();
  let ends = 0;
  const begin = (kind: Kind, node: number, timeout?: number): Promise<number> => {
    const id = kinds.push(kind) - 1;
    return send(center, kind, id, cluster.urls[node] ?? '', timeout);
  };
  const end = (): void => void (ends += 1);
  const call = (kind: Kind, node: number): Promise<void> => {
    const ended = begin(kind, node).then(end, end);
    running.add(ended);
    return ended;
  };
  const quiet = async (): Promise<void> => void (await Promise.all(running));
  return {
    cluster,
    call,
    pass: (milliseconds) => void (passed += milliseconds),
    async calmDown(healthy, others) {
      log.push(`only node ${healthy} is up`);
      await unlessSlow(log, cluster.urls[healthy] ?? '', async () => {
        for (const node of cluster.urls.keys())
          await cluster.change(node, node === healthy ? 'up' : (others[node] ?? 'down'));
        await quiet();
        passed += RETURN_PERIOD_MS;
        await allSucceed((kind, timeout) => begin(kind, healthy, timeout));
      });
    },
    async check() {
      await quiet();
      if (ends !== running.size) throw new Error(`${running.size} calls ended ${ends} times.`);
      checkArrivals(cluster, kinds);
    },
    async [Symbol.asyncDispose]() {
      await center.close();
      await cluster[Symbol.asyncDispose]();
    },
  };
}

/** The first call may find out which nodes are down, but none may fail. */
async function allSucceed(begin: (kind: Kind, timeout: number) => Promise<number>): Promise<void> {
  const wanted: Kind[] = ['read', 'create', 'upload', 'replace', 'read', 'create'];
  for (const [index, kind] of wanted.entries()) {
    const status = await begin(kind, index === 0 ? FIRST_ATTEMPT_MS : PATIENCE_MS);
    if (status !== 200)
      throw new Error(`Call ${index} (${kind}) ended with ${status} although a node is up.`);
  }
}

/**
 * Once more after a failure on a machine that was too busy, so that time limits ended before anybody read the
 * answers that were there: the process stood still, or the healthy node takes its time with a plain request
 * as well.
 */
async function unlessSlow(log: string[], url: string, run: () => Promise<void>): Promise<void> {
  const stalls = monitorEventLoopDelay({ resolution: 20 });
  stalls.enable();
  try {
    for (let tries = 1; ; tries += 1) {
      stalls.reset();
      try {
        return await run();
      } catch (error) {
        const slowest = Math.max(stalls.max / 1e6, await timeOfRequest(url));
        log.push(`try ${tries} failed, with a stall or a request of ${slowest.toFixed(0)} ms`);
        if (slowest < STALL_MS || tries === 10) throw new Error(log.slice(-40).join('\n'), { cause: error });
      }
    }
  } finally {
    stalls.disable();
  }
}

/** Without a client. Token requests are not counted as calls. */
async function timeOfRequest(url: string): Promise<number> {
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    const path = '/cloudlink/oauth/token';
    get(url + path, { agent: false }, (response) => response.resume().once('end', resolve)).once(
      'error',
      reject,
    );
  });
  return performance.now() - began;
}

function clientOf({ urls }: Cluster, isWatched: boolean, passed: () => number, log: string[]): CloudLinkCore {
  const monotonic = (): number => performance.now() + passed();
  const { core } = createCore(
    {
      baseUrl: urls,
      auth: clientCredentials({
        // A node that refuses everybody refuses secrets, too. The pauses after that are not what is tried
        // here.
        refusalPause: 0,
        clientId: 'robot',
        clientSecret: 'correct horse battery staple',
        clock: { now: () => Date.now() + passed(), monotonic },
      }),
      timeout: ATTEMPT_MS,
      closeTimeout: 100,
      hooks: debugHooks((line) => void log.push(line)),
    },
    monotonic,
  );
  if (isWatched) core.openapiFetch.use({ onRequest() {} });
  return core;
}

function checkArrivals({ arrivals }: Cluster, kinds: readonly Kind[]): void {
  for (const [id, kind] of kinds.entries()) {
    const nodes = arrivals.filter((arrival) => arrival.id === id).map(({ node }) => node);
    const seen = `Call ${id} (${kind}) reached the nodes ${nodes.join(', ')}`;
    if (!REPEATABLE.has(kind) && nodes.length > 1) throw new Error(`${seen}, and may not be repeated.`);
    if (BOUND.has(kind) && new Set(nodes).size > 1) throw new Error(`${seen}, and concerns one node.`);
  }
}
