/**
 * Cluster membership: which nodes form a cluster, joining, and the list of members of each node.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { isSecret } from './passwords.ts';
import type { State, Store } from './store.ts';

export interface MembershipOptions {
  readonly stores: readonly Store[];
  readonly uuids: readonly string[];
  /** The address of a node, once it listens. */
  readonly urlOf: (index: number) => string;
  /** Whether the nodes start as one cluster. */
  readonly isJoined: boolean;
  readonly joinsImaginedPeers: boolean;
  /** Lets one node share the state of another from now on. */
  readonly connect: (index: number, peer: number) => void;
}
export interface Membership {
  /** Whether two nodes are in the same cluster. */
  readonly isTogether: (one: number, other: number) => boolean;
  /** Returns false if the user or the password is wrong. */
  readonly join: (index: number, host: string, user: string, password: string) => boolean;
  /** Updates the list of members. */
  readonly refresh: () => void;
}

export function createMembership(options: MembershipOptions): Membership {
  const { stores, uuids, urlOf, connect } = options;
  // Nodes with the same number form a cluster.
  const clusterOf = stores.map((_, index) => (options.isJoined ? 0 : index));
  const isTogether = (one: number, other: number): boolean => clusterOf[one] === clusterOf[other];
  return { isTogether, join, refresh };

  function join(index: number, host: string, user: string, password: string): boolean {
    const own = stores[index]?.state;
    const peer = stores.findIndex(
      (store, at) => at !== index && namesOf(urlOf(at), store.state).includes(host),
    );
    const peerState = stores[peer]?.state;
    if (own === undefined) return false;
    if (peerState === undefined) return options.joinsImaginedPeers && joinImagined(own, host, user, password);
    if (!isPassword(peerState, user, password)) return false;
    if (!isTogether(index, peer)) {
      clusterOf[index] = clusterOf[peer] ?? peer;
      connect(index, peer);
    }
    refresh();
    return true;
  }

  /** An emulator with one node has the members of its state, most of them imaginary. */
  function refresh(): void {
    if (stores.length === 1) return;
    for (const [at, { state }] of stores.entries()) state.collections['cluster.members'] = membersFor(at);
  }

  function membersFor(at: number): State['collections']['cluster.members'] {
    return stores.flatMap((_, index) => {
      if (!isTogether(index, at)) return [];
      const address = urlOf(index).replace('https://', '');
      return [{ uuid: uuids[index] ?? '', name: `clc${index + 1}`, address, local: index === at }];
    });
  }
}

/** The names of a node: its address with the port, and the name that was set for it. */
function namesOf(url: string, { settings }: State): string[] {
  const { host, port } = new URL(url);
  const { address }: { address?: string } = settings['cluster.getAddress'] ?? {};
  return [host, `localhost:${port}`, url, ...(address === undefined ? [] : [address])];
}

/**
 * A host that is no node here is an imaginary peer with the passwords of this estate. A host that is already
 * a member is joined with any password. Both are guesses.
 */
function joinImagined(own: State, host: string, user: string, password: string): boolean {
  const members = own.collections['cluster.members'];
  if (members.some(({ address }) => address === host)) return true;
  if (!isPassword(own, user, password)) return false;
  members.push({ uuid: randomUUID(), name: host.split('.')[0] ?? host, address: host, local: false });
  return true;
}

/** Whether the password of a person or a program is right. */
function isPassword(state: State, user: string, password: string): boolean {
  return isSecret(state, user, password, false) || isSecret(state, user, password, true, false);
}
