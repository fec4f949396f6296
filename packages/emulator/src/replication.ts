/**
 * Replication between the nodes of a cluster: licences, users, policies, passcodes, actions, alarms and
 * security events (V); other parts are a guess. Settings of SNMP (V), syslog, DNS, NTP, TLS, the backup store
 * and e-mail (U) are local to a node.
 *
 * @module
 */
import type { Guesses } from './guesses.ts';
import type { State } from './store.ts';

/**
 * Parts of the state or its collections that are known to replicate. Policies are those of groups, networks
 * and keys.
 */
const KNOWN: readonly string[] = [
  'licenses',
  'licenseUsage',
  'users',
  'passwords',
  'failedSignIns',
  'roles',
  'groups',
  'networks',
  'keyLifetimes',
  'vaultCodes',
  'actions',
  'alarms',
  'alarmSettings',
  'securityEvents',
];

type Part = { readonly holder: (state: State) => Record<string, unknown>; readonly name: string };

/** The parts that replicate. @throws TypeError for an unknown part. */
export function replicatedParts({ replicatedToo }: Guesses, state: State): Part[] {
  return [...KNOWN, ...replicatedToo].map((name) => {
    // Both are objects of plain data.
    if (Object.hasOwn(state, name))
      return { name, holder: (one) => one as unknown as Record<string, unknown> };
    if (Object.hasOwn(state.collections, name))
      return { name, holder: (one) => one.collections as unknown as Record<string, unknown> };
    throw new TypeError(`guesses.replicatedToo: the state has no part "${name}".`);
  });
}

/** Shares these parts with another state: a write in one is visible in both. */
export function share(parts: readonly Part[], state: State, source: State): void {
  const own = state.collections;
  for (const { holder, name } of parts) {
    const target = holder(state);
    Object.defineProperty(target, name, {
      get: () => holder(source)[name],
      set(value: unknown) {
        holder(source)[name] = value;
      },
      enumerable: true,
      configurable: true,
    });
  }
  // Replacing all collections, as a restore does, fills the existing ones.
  Object.defineProperty(state, 'collections', {
    get: () => own,
    set(value: State['collections']) {
      Object.assign(own, value);
    },
    enumerable: true,
    configurable: true,
  });
}

/** Delivers changes to other nodes after a lag. */
export interface Mail {
  /** Sends the changes since the last call. */
  post(state: State, at: number): void;
  /** Applies the changes that have arrived. Returns true if there were any. */
  deliver(index: number, state: State, now: number): boolean;
  /** What has not arrived everywhere. */
  underWay(): readonly Letter[];
}

/** A part of the state that is on its way to another node. */
export interface Letter {
  /** When it arrives, in milliseconds since the epoch. */
  readonly at: number;
  readonly part: Part;
  /** JSON. */
  readonly text: string;
}

/** @param count - Number of nodes. @param from - Index of the sending node. */
export function createMail(parts: readonly Part[], count: number, from: number, state: State): Mail {
  const sent = new Map(parts.map((part) => [part, JSON.stringify(part.holder(state)[part.name])]));
  const inboxes = Array.from({ length: count }, (): Letter[] => []);
  return {
    post(current, at) {
      for (const part of parts) {
        const text = JSON.stringify(part.holder(current)[part.name]);
        if (text === undefined || text === sent.get(part)) continue;
        sent.set(part, text);
        for (const [index, inbox] of inboxes.entries()) if (index !== from) inbox.push({ at, part, text });
      }
    },
    deliver(index, target, now) {
      const inbox = inboxes[index] ?? [];
      const due = inbox.filter(({ at }) => at <= now);
      if (due.length === 0) return false;
      inboxes[index] = inbox.filter(({ at }) => at > now);
      open(due, target);
      return true;
    },
    underWay: () => inboxes.flat(),
  };
}

/**
 * A state as it will be when everything has arrived, to be kept on disk: a restart ends the lag, and loses
 * nothing that was acknowledged. Of two letters about the same part, the later one counts.
 */
export function withLetters(state: State, letters: readonly Letter[]): State {
  if (letters.length === 0) return state;
  const copy = { ...state, collections: { ...state.collections } };
  open(
    letters.toSorted((one, other) => one.at - other.at),
    copy,
  );
  return copy;
}

function open(letters: readonly Letter[], target: State): void {
  for (const { part, text } of letters) part.holder(target)[part.name] = JSON.parse(text) as unknown;
}
