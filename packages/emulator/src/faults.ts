/**
 * Faults between a client and an appliance. They come from code (`emulator.faults`), the command line and the
 * control port.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './http/answer.ts';
import { operationOf } from './internal/openapi.ts';

/** One fault. Without `operation` it applies to every request. */
export interface Fault {
  readonly operation?: string;
  /** Number of responses that it affects. Default: 1 if it replaces or cuts a response, else all. */
  readonly times?: number;
  /** Delay before the response, in milliseconds. Default: 0. */
  readonly latency?: number;
  /** Random variation of the latency, up and down, in milliseconds. Default: 0. */
  readonly jitter?: number;
  /**
   * Status of a replacement response, from 200 to 599; the call is not executed. Default: the emulator's own
   * response.
   */
  readonly status?: number;
  /** Body of that response. Default: none. */
  readonly body?: unknown;
  /** Body of that response as an HTML page. Default: none. */
  readonly html?: string;
  /** Cuts the connection after this many bytes of the body; 0 cuts it before the status. Default: never. */
  readonly cutAfter?: number;
  /** Speed of the body in bytes per second. Default: unlimited. */
  readonly bytesPerSecond?: number;
}

/** The type of `emulator.faults`. */
export interface Faults {
  /**
   * Adds a fault. @returns A function that removes it. @throws TypeError for an unknown property or an
   * invalid value.
   */
  readonly add: (fault: Fault) => () => void;
  readonly clear: () => void;
  /** The active faults. */
  readonly list: () => Fault[];
  /** Ends all tokens, as a restart or a logout of another process does. */
  endTokens(): void;
  /** Replaces the server certificate. @returns The SHA-256 of the new one. */
  changeCertificate(): string;
  /** Stops a node: it refuses connections until {@link startNode}. @param index - Default: 0. */
  stopNode(index?: number): Promise<void>;
  startNode(index?: number): Promise<void>;
}

/** The effects on the response to one request. */
export interface Effects {
  readonly wait: number;
  readonly replacement?: Answer;
  readonly cutAfter?: number;
  readonly bytesPerSecond?: number;
}
export interface FaultList extends Pick<Faults, 'add' | 'clear' | 'list'> {
  /** The effects of the next fault; undefined if there is none. */
  take(operationId: string | undefined): Effects | undefined;
}

const NUMBERS = ['times', 'latency', 'jitter', 'status', 'cutAfter', 'bytesPerSecond'] as const;
const KNOWN: readonly string[] = [...NUMBERS, 'operation', 'body', 'html'];

/** @param random - Returns numbers from 0 to 1, for jitter. */
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

/** Waits for the given time. */
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
      throw new TypeError(`${name} of a fault must be a number of at least 0.`);
  }
  if (fault.status !== undefined && (fault.status < 200 || fault.status > 599))
    throw new TypeError('status of a fault must be between 200 and 599.');
  const { operation } = fault;
  if (operation !== undefined && operationOf(operation) === undefined)
    throw new TypeError(
      `A fault names the operation "${operation}", which does not exist. Ids are like "machines.list".`,
    );
}
