/**
 * The nodes of an emulated Center, from one to four: shared state, joining, and calls between nodes.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { type App, type AppOptions, createApp } from './app.ts';
import type { Authority } from './internal/x509.ts';
import { createMembership } from './membership.ts';
import { passOn } from './proxy.ts';
import { createMail, type Mail, replicatedParts, share, withLetters } from './replication.ts';
import type { RequestLog } from './request-log.ts';
import type { NodeServices } from './routes/handler.ts';
import { restartVault } from './routes/vault.ts';
import type { State, Store } from './store.ts';

export interface ClusterOptions extends Omit<AppOptions, 'state' | 'services' | 'changed' | 'otherTokens'> {
  readonly stores: readonly Store[];
  readonly authority: Authority;
  readonly log: RequestLog;
  /** Whether the nodes start as one cluster. In the state `factory` each is alone. */
  readonly isJoined: boolean;
  /** Milliseconds until a write reaches the other nodes. */
  readonly replicationLag: number;
  /** Saves the state of a node. */
  readonly save: (index: number, state: State) => void;
}

export interface ClusterNode {
  readonly uuid: string;
  readonly store: Store;
  readonly app: App;
  /** Applies the changes that other nodes have sent. */
  readonly settle: () => void;
  /** Applies a restart of the appliance to the vault and the sessions. */
  restart(): void;
  changed(): void;
}

/** The address of a node, once it listens. */
export type UrlOf = (index: number) => string;

export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  /** Updates the list of members when the addresses are known. */
  readonly refreshMembers: () => void;
}

export function createCluster(options: ClusterOptions, urlOf: UrlOf): Cluster {
  const { stores, guesses, now, replicationLag } = options;
  const [first] = stores;
  if (first === undefined) throw new TypeError('A cluster has at least one node.');
  const parts = replicatedParts(guesses, first.state);
  const uuids = stores.map((_, index) => (index === 0 ? firstUuid(first.state) : randomUUID()));
  const { isJoined } = options;
  const { joinsImaginedPeers } = guesses;
  const membership = createMembership({ stores, uuids, urlOf, isJoined, joinsImaginedPeers, connect });
  const mails: Mail[] = stores.map(({ state }, index) => createMail(parts, stores.length, index, state));

  const nodes = stores.map((store, index): ClusterNode => {
    const { state } = store;
    const changed = (): void => {
      if (replicationLag > 0 && stores.length > 1) mails[index]?.post(state, now() + replicationLag);
      const letters = mails.flatMap((mail, from) =>
        membership.isTogether(from, index) ? mail.underWay() : [],
      );
      for (const [at, one] of stores.entries())
        if (membership.isTogether(at, index)) options.save(at, withLetters(one.state, letters));
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
          if (from !== index && membership.isTogether(from, index)) mail.deliver(index, state, now());
      },
      restart: () => {
        if (guesses.restartEndsSessions) app.oauth.tokens.revokeAll();
        restartVault(state, guesses, now());
        changed();
      },
    };
  });
  if (stores.length > 1) for (const index of stores.keys()) if (index > 0 && isJoined) connect(index, 0);
  return { nodes, refreshMembers: membership.refresh };

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
          if (membership.isTogether(at, index)) app.oauth.tokens.revokeAll();
      },
      join: (host, user, password) => membership.join(index, host, user, password),
      proxy(call, uuid, method, url, body) {
        const peer = uuids.indexOf(uuid);
        const node = nodes[peer];
        const isReached = node !== undefined && stores.length > 1 && membership.isTogether(peer, index);
        return isReached ? passOn(node, call, { uuid, method, url, body }) : undefined;
      },
    };
  }
}

function firstUuid({ collections }: State): string {
  return collections['cluster.members'].find(({ local }) => local)?.uuid ?? randomUUID();
}
