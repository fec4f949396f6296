/**
 * Serves one operation to a signed-in caller: permission, body, validation, handler, audit.
 *
 * @module
 */
import type { Caller } from './bearer.ts';
import { advanceEncryption } from './disks.ts';
import { answerFixed, type Fixtures } from './fixtures.ts';
import type { Guesses } from './guesses.ts';
import { type Answer, empty, file, json, plain } from './http/answer.ts';
import type { Multipart, Upload } from './http/body.ts';
import { exampleAnswer, type Operation } from './internal/openapi.ts';
import { isRecord } from './internal/own.ts';
import { validatorOf } from './internal/validator.ts';
import { recordAction } from './journal.ts';
import { oauthError } from './oauth-error.ts';
import { permissionsOf } from './permissions.ts';
import { HANDLERS } from './routes/index.ts';
import { mustExist } from './routes/collections.ts';
import { type Call, FileAnswer, type NodeServices, PassedOn, Refusal, RESET } from './routes/handler.ts';
import { mustBeOpen } from './routes/vault.ts';
import type { Notes } from './request-log.ts';
import type { State } from './store.ts';
import type { Tokens } from './tokens.ts';

/** The parts of a node that serving needs. */
export interface Serving {
  readonly state: State;
  readonly tokens: Tokens;
  readonly guesses: Guesses;
  readonly fixtures: Fixtures;
  readonly workDuration: number;
  readonly checkAnswers: boolean;
  readonly now: () => number;
  readonly services: NodeServices;
  /** Called after a write. Throws if it cannot be saved. */
  readonly changed: () => void;
}
/** The call to serve. */
export interface Order {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly caller: Pick<Caller, 'user' | 'session'>;
  readonly address: string;
  /** A JSON body. */
  readonly body?: unknown;
  readonly form?: Multipart;
}

const NO_FILES: ReadonlyMap<string, Upload> = new Map();

/**
 * Whether one of the caller's roles has one of the permissions. That one is enough is inferred; it fits every
 * list.
 */
export function isAllowed({ permissions }: Operation, userName: string, state: State): boolean {
  if (permissions.length === 0) return true;
  const roles = state.users.find(({ name }) => name === userName)?.roles ?? [];
  return roles.some((role) => permissionsOf(role, state.roles).some((one) => permissions.includes(one)));
}

export function denied(): Answer {
  return oauthError(403, 'access_denied', 'Access is denied');
}

/** Checks the permission and the input, and runs the handler. */
export async function serve(serving: Serving, order: Order, notes: Notes): Promise<Answer> {
  const { operation } = order;
  const fixture = serving.fixtures[operation.operationId];
  if (fixture !== undefined) {
    const fixed = typeof fixture === 'function' ? await fixture(callOf(serving, order)) : fixture;
    if (fixed !== undefined) return answerFixed(operation, fixed);
  }
  const problem = problemOf(order);
  if (problem !== undefined) {
    notes.problem = problem;
    return plain(400, problem);
  }
  // Takes the time after validation, so that work starts with the response.
  const call = callOf(serving, order);
  const isDone = advanceEncryption(serving.state, call.now, serving.guesses.historyLimit);
  const answer = await run(serving, call, operation);
  if (isDone || operation.hasSideEffects) serving.changed();
  return answer;
}

function problemOf({ operation, query, body, form }: Order): string | undefined {
  const validator = validatorOf();
  return (
    validator.query(operation, query) ??
    (form === undefined ? undefined : validator.multipart(operation, form)) ??
    (operation.requestBody?.content['application/json'] === undefined
      ? undefined
      : validator.body(operation, body))
  );
}

async function run(serving: Serving, call: Call, operation: Operation): Promise<Answer> {
  const { operationId, auditAction, success } = operation;
  const { state, guesses } = serving;
  const target = targetOf(operation, call);
  const record = (failure?: string): void => {
    if (auditAction === undefined) return;
    const audited = { name: auditAction, caller: call.caller, ...(target && { target }) };
    recordAction(state, failure === undefined ? audited : { ...audited, failure }, call.now, guesses);
  };
  try {
    mustExist(operation, call);
    mustBeOpen(operationId, state, guesses);
    const handler = HANDLERS[operationId];
    const result = handler === undefined ? exampleAnswer(operationId) : handler(call);
    const body = result instanceof Promise ? ((await result) as unknown) : result;
    record();
    if (body instanceof PassedOn)
      return body.body === undefined ? empty(body.status) : json(body.status, body.body);
    if (body === RESET) return { ...empty(success.status), reset: true };
    if (body instanceof FileAnswer) return file(success.status, body.bytes, body.name);
    if ('application/octet-stream' in success.content)
      return file(success.status, 'An emulated file.\n', 'file');
    const problem = serving.checkAnswers ? validatorOf().answer(operation, body) : undefined;
    if (problem !== undefined)
      return plain(500, `Emulator bug: the answer of ${operationId} breaks the specification: ${problem}`);
    return body === undefined ? empty(success.status) : json(success.status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (guesses.auditsFailures) record(error.message);
    return plain(error.status ?? guesses.refusedStatus, error.message);
  }
}

/** The target of the call: the last part of the path, or a name in the body (inferred). */
function targetOf(
  { operationId }: Operation,
  { path, body }: Call,
): { id: string; name: string; type: string } | undefined {
  const name = Object.values(path)[0] ?? body['name'];
  if (typeof name !== 'string') return undefined;
  return { id: name, name, type: operationId.split('.')[0] ?? '' };
}

function callOf(serving: Serving, { path, query, caller, address, body, form }: Order): Call {
  return {
    path,
    query,
    rawBody: body,
    body: isRecord(body) ? body : {},
    files: form?.files ?? NO_FILES,
    state: serving.state,
    caller: caller.user,
    session: caller.session,
    address,
    sessions: serving.tokens,
    now: serving.now(),
    workDuration: serving.workDuration,
    guesses: serving.guesses,
    node: serving.services,
  };
}
