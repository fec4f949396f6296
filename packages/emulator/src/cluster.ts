/**
 * The nodes of an emulated Center, from one to four: what they share, how they join, and how one calls another.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { type App, type AppOptions, createApp } from './app.ts';
import { isRecord } from './internal/own.ts';
import type { Authority } from './internal/x509.ts';
import { isSecret } from './passwords.ts';
import { createMail, type Mail, replicatedParts, share } from './replication.ts';
import type { RequestLog } from './request-log.ts';
import { type Call, type NodeServices, PassedOn } from './routes/handler.ts';
import { restartVault } from './routes/vault.ts';
import type { State, Store } from './store.ts';

export interface ClusterOptions extends Omit<AppOptions, 'state' | 'services' | 'changed' | 'otherTokens'> {
  readonly stores: readonly Store[];
  readonly authority: Authority;
  readonly log: RequestLog;
  /** Whether the nodes begin as one cluster; in the state `factory` each is alone. */
  readonly isJoined: boolean;
  /** Milliseconds until another node has what was written. */
  readonly replicationLag: number;
  /** Keeps the state of a node. */
  readonly save: (index: number, state: State) => void;
}

export interface ClusterNode {
  readonly uuid: string;
  readonly store: Store;
  readonly app: App;
  /** Takes what other nodes have sent. */
  readonly settle: () => void;
  /** What a restart of the appliance does to the vault and to sessions. */
  restart(): void;
  changed(): void;
}

/** Where a node answers, once it does. */
export type UrlOf = (index: number) => string;

export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  /** Writes who the members are, once the addresses are known. */
  readonly refreshMembers: () => void;
}

export function createCluster(options: ClusterOptions, urlOf: UrlOf): Cluster {
  const { stores, guesses, now, replicationLag } = options;
  const [first] = stores;
  if (first === undefined) throw new TypeError('A cluster has at least one node.');
  const parts = replicatedParts(guesses, first.state);
  const uuids = stores.map((_, index) => (index === 0 ? firstUuid(first.state) : randomUUID()));
  // Which nodes are one cluster: the same number.
  const clusterOf = stores.map((_, index) => (options.isJoined ? 0 : index));
  const mails: Mail[] = stores.map(({ state }, index) => createMail(parts, stores.length, index, state));

  const nodes = stores.map((store, index): ClusterNode => {
    const { state } = store;
    const changed = (): void => {
      if (replicationLag > 0 && stores.length > 1) mails[index]?.post(state, now() + replicationLag);
      for (const [at, one] of stores.entries())
        if (clusterOf[at] === clusterOf[index]) options.save(at, one.state);
    };
    const otherTokens = (): App['oauth']['tokens'][] =>
      guesses.tokensShared ? nodes.filter((_, at) => at !== index).map(({ app }) => app.oauth.tokens) : [];
    const services = servicesOf(index);
    const app = createApp({ ...options, state, services, changed, otherTokens });
    return {
      uuid: uuids[index] ?? '',
      store,
      app,
      changed,
      settle: () => {
        if (replicationLag === 0) return;
        for (const [from, mail] of mails.entries())
          if (from !== index && clusterOf[from] === clusterOf[index]) mail.deliver(index, state, now());
      },
      restart: () => {
        app.oauth.tokens.revokeAll();
        restartVault(state, guesses, now());
        changed();
      },
    };
  });
  if (stores.length > 1)
    for (const index of stores.keys()) if (index > 0 && options.isJoined) connect(index, 0);
  return { nodes, refreshMembers };

  function connect(index: number, peer: number): void {
    const [target, source] = [stores[index]?.state, stores[peer]?.state];
    if (target === undefined || source === undefined) return;
    if (replicationLag === 0) share(parts, target, source);
    else for (const { holder, name } of parts) holder(target)[name] = structuredClone(holder(source)[name]);
  }

  function servicesOf(index: number): NodeServices {
    return {
      authority: options.authority,
      logLines: () =>
        options.log.served.map(
          ({ time, method, path, status }) => `${new Date(time).toISOString()} ${method} ${path} ${status}`,
        ),
      endSessions: () => {
        for (const [at, { app }] of nodes.entries())
          if (clusterOf[at] === clusterOf[index]) app.oauth.tokens.revokeAll();
      },
      join: (host, user, password) => join(index, host, user, password),
      proxy: (call, uuid, method, url, body) => proxy(call, index, { uuid, method, url, body }),
    };
  }

  /**
   * A host that is no node here stands for an imagined peer, whose passwords are those of this estate; one that is a member already is joined, whatever the
   * password (both are guesses).
   */
  function join(index: number, host: string, user: string, password: string): boolean {
    const own = stores[index]?.state;
    const peer = stores.findIndex(
      (store, at) => at !== index && namesOf(urlOf(at), store.state).includes(host),
    );
    const peerState = stores[peer]?.state;
    if (own === undefined) return false;
    if (peerState === undefined) {
      if (own.collections['cluster.members'].some(({ address }) => address === host)) return true;
      if (!isSecret(own, user, password, false, false) && !isSecret(own, user, password, true, false))
        return false;
      addMember(own, { uuid: randomUUID(), name: host.split('.')[0] ?? host, address: host, local: false });
      return true;
    }
    if (!isSecret(peerState, user, password, false) && !isSecret(peerState, user, password, true, false))
      return false;
    if (clusterOf[index] !== clusterOf[peer]) {
      clusterOf[index] = clusterOf[peer] ?? peer;
      connect(index, peer);
    }
    refreshMembers();
    return true;
  }

  /** An emulator of one node has the members of its state, most of which are imagined. */
  function refreshMembers(): void {
    if (stores.length === 1) return;
    for (const [at, { state }] of stores.entries()) state.collections['cluster.members'] = membersFor(at);
  }

  function membersFor(at: number): State['collections']['cluster.members'] {
    return stores.flatMap((_, index) => {
      if (clusterOf[index] !== clusterOf[at]) return [];
      const address = urlOf(index).replace('https://', '');
      return [{ uuid: uuids[index] ?? '', name: `clc${index + 1}`, address, local: index === at }];
    });
  }

  function proxy(
    call: Call,
    from: number,
    asked: { uuid: string; method: string; url: string; body: unknown },
  ): Promise<unknown> | undefined {
    const index = uuids.indexOf(asked.uuid);
    const node = nodes[index];
    if (node === undefined || (stores.length === 1 && index === from) || clusterOf[index] !== clusterOf[from])
      return undefined;
    return passOn(node, call, asked);
  }
}

async function passOn(
  node: ClusterNode,
  { caller, session, address }: Call,
  { method, url, body }: { method: string; url: string; body: unknown },
): Promise<PassedOn> {
  const [path = '', search = ''] = url.replace(/^\/?(?:cloudlink\/rest\/)?/, '/').split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  node.settle();
  const answer = await node.app.passedOn(
    { query, body: unwrapped(body), caller: { user: caller, session }, address },
    method,
    path,
  );
  const text =
    typeof answer.body === 'object' ? [...(answer.body as Iterable<string>)].join('') : answer.body;
  return new PassedOn(answer.status, parsed(text));
}

/** The JSON may come bare, or as text in a field `value`: which one is not published. */
function unwrapped(body: unknown): unknown {
  return isRecord(body) && typeof body['value'] === 'string' && Object.keys(body).length === 1
    ? parsed(body['value'])
    : body;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

function firstUuid({ collections }: State): string {
  return collections['cluster.members'].find(({ local }) => local)?.uuid ?? randomUUID();
}

/** What a node may be called: its address with the port, or the name that was given to it. */
function namesOf(url: string, { settings }: State): string[] {
  const { host, port } = new URL(url);
  const { address }: { address?: string } = settings['cluster.getAddress'] ?? {};
  return [host, `localhost:${port}`, url, ...(address === undefined ? [] : [address])];
}

function addMember({ collections }: State, member: State['collections']['cluster.members'][number]): void {
  if (!collections['cluster.members'].some(({ address }) => address === member.address))
    collections['cluster.members'].push(member);
}
