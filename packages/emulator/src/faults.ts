/**
 * Faults: what goes wrong between a client and an appliance. From code (`emulator.faults`), the command line and the control port.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './http/answer.ts';
import { operationOf } from './internal/openapi.ts';

/** One fault. `operation` limits it to one operation id, or to `oauth.requestToken`; without, it meets every request. */
export interface Fault {
  readonly operation?: string;
  /** How many answers it meets. Default: 1 where it replaces or cuts an answer, else all. */
  readonly times?: number;
  /** Milliseconds before the answer. */
  readonly latency?: number;
  /** Milliseconds by which the latency varies, up and down. */
  readonly jitter?: number;
  /** Status in place of the emulator's; the call is not carried out. */
  readonly status?: number;
  /** Body of that answer. Default: none. */
  readonly body?: unknown;
  /** An HTML page as that body. */
  readonly html?: string;
  /** The connection is cut when this many bytes of the body were sent; 0: before the status. */
  readonly cutAfter?: number;
  /** Bytes of the body a second. */
  readonly bytesPerSecond?: number;
}

/** What `emulator.faults` can do. */
export interface Faults {
  /** @returns Takes it back. @throws TypeError on a name or value that is none. */
  readonly add: (fault: Fault) => () => void;
  readonly clear: () => void;
  /** Those that are in effect. */
  readonly list: () => Fault[];
  /** Ends every token, as a restart or somebody's logout does. */
  endTokens(): void;
  /** Another certificate from now on. @returns Its SHA-256. */
  changeCertificate(): string;
  /** A node refuses connections until {@link startNode}. @param index - Default: 0. */
  stopNode(index?: number): Promise<void>;
  startNode(index?: number): Promise<void>;
}

/** How the answer to one request is spoilt. */
export interface Effects {
  readonly wait: number;
  readonly replacement?: Answer;
  readonly cutAfter?: number;
  readonly bytesPerSecond?: number;
}
export interface FaultList extends Pick<Faults, 'add' | 'clear' | 'list'> {
  /** Undefined: nothing goes wrong. */
  take(operationId: string | undefined): Effects | undefined;
}

const NUMBERS = ['times', 'latency', 'jitter', 'status', 'cutAfter', 'bytesPerSecond'] as const;
const KNOWN: readonly string[] = [...NUMBERS, 'operation', 'body', 'html'];

/** @param random - From 0 up to 1, for jitter. */
export function createFaults(random: () => number = Math.random): FaultList {
  const active = new Map<Fault, number>();
  return {
    add(fault) {
      check(fault);
      const isOnce = fault.status !== undefined || fault.cutAfter !== undefined || fault.html !== undefined;
      active.set(fault, fault.times ?? (isOnce ? 1 : Number.POSITIVE_INFINITY));
      return () => void active.delete(fault);
    },
    clear: () => active.clear(),
    list: () =>
      [...active].map(([fault, left]) => (Number.isFinite(left) ? { ...fault, times: left } : fault)),
    take(operationId) {
      if (active.size === 0) return undefined;
      const met = [...active].filter(
        ([{ operation }]) => operation === undefined || operation === operationId,
      );
      for (const [fault, left] of met) {
        if (left <= 1) active.delete(fault);
        else active.set(fault, left - 1);
      }
      return met.length === 0
        ? undefined
        : effectsOf(
            met.map(([fault]) => fault),
            random,
          );
    },
  };
}

/** Waits, if there is something to wait for. */
export async function waitFor(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await delay(milliseconds);
}

function effectsOf(faults: readonly Fault[], random: () => number): Effects {
  const wait = faults.reduce(
    (sum, { latency = 0, jitter = 0 }) => sum + Math.max(0, latency + jitter * (2 * random() - 1)),
    0,
  );
  const replaced = faults.find(({ status, html }) => status !== undefined || html !== undefined);
  const cut = faults.find(({ cutAfter }) => cutAfter !== undefined)?.cutAfter;
  const slow = faults.find(({ bytesPerSecond }) => bytesPerSecond !== undefined)?.bytesPerSecond;
  return {
    wait,
    ...(replaced && { replacement: replacementOf(replaced) }),
    ...(cut !== undefined && { cutAfter: cut }),
    ...(slow !== undefined && { bytesPerSecond: slow }),
  };
}

function replacementOf({ status = 503, body, html }: Fault): Answer {
  if (html !== undefined)
    return { status, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body: html };
  if (body === undefined) return { status, headers: {} };
  if (typeof body === 'string')
    return { status, headers: { 'Content-Type': 'text/plain;charset=UTF-8' }, body };
  return {
    status,
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(body),
  };
}

function check(fault: Fault): void {
  const unknown = Object.keys(fault).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new TypeError(`A fault has no "${unknown}". It has ${KNOWN.join(', ')}.`);
  for (const name of NUMBERS) {
    const value = fault[name];
    if (value !== undefined && (!Number.isFinite(value) || value < 0))
      throw new TypeError(`${name} of a fault must be a number from 0 on.`);
  }
  if (fault.status !== undefined && (fault.status < 200 || fault.status > 599))
    throw new TypeError('status of a fault must lie between 200 and 599.');
  const { operation } = fault;
  if (operation !== undefined && operationOf(operation) === undefined)
    throw new TypeError(
      `A fault names the operation "${operation}", which does not exist. Ids are like "machines.list".`,
    );
}
