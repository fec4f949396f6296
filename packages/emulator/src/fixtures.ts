/**
 * Fixtures: responses that replace the emulator's own, so that every guess can be overridden. They are
 * checked against the specification, unless `unchecked` is set.
 *
 * @module
 */
import { type Answer, empty, file, json, plain } from './http/answer.ts';
import { type Operation, operationOf } from './internal/openapi.ts';
import { validatorOf } from './internal/validator.ts';

/**
 * A fixed response, or a function that returns one; it may be async. If the function returns nothing, the
 * emulator answers itself.
 */
export type Fixture =
  FixedAnswer | ((request: FixtureRequest) => FixedAnswer | undefined | Promise<FixedAnswer | undefined>);
export type FixedAnswer = {
  /** HTTP status. Default: the success status of the operation. */
  readonly status?: number;
  readonly body?: unknown;
  /** Whether the body may differ from the specification. Default: false. */
  readonly unchecked?: boolean;
};
/** The request that a fixture function gets. */
export interface FixtureRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Name of the signed-in user. */
  readonly caller: string;
}
export type Fixtures = Readonly<Record<string, Fixture>>;

const PROPERTIES: ReadonlySet<string> = new Set(['status', 'body', 'unchecked']);

/** @throws TypeError if a fixture is for an unknown operation, or breaks the specification. */
export function checkFixtures(fixtures: Fixtures): void {
  for (const [id, fixture] of Object.entries(fixtures)) {
    const operation = operationOf(id);
    if (operation === undefined)
      throw new TypeError(`fixtures: there is no operation "${id}". Ids are like "machines.list".`);
    if (typeof fixture === 'function') continue;
    const problem = misspelt(id, fixture) ?? problemOf(operation, fixture);
    if (problem !== undefined) throw new TypeError(problem);
  }
}

/** The response of a fixture. If it breaks the specification, a 500 that says so. */
export function answerFixed(operation: Operation, fixed: FixedAnswer): Answer {
  const problem = problemOf(operation, fixed);
  if (problem !== undefined) return plain(500, problem);
  const { success } = operation;
  const { status = success.status, body } = fixed;
  if ('application/octet-stream' in success.content && status === success.status) {
    const isBytes = typeof body === 'string' || body instanceof Uint8Array;
    return file(status, isBytes ? body : 'An emulated file.\n', 'file');
  }
  return body === undefined ? empty(status) : json(status, body);
}

function misspelt(id: string, fixture: FixedAnswer): string | undefined {
  const strange = Object.keys(fixture).find((name) => !PROPERTIES.has(name));
  return strange && `The fixture of ${id} has "${strange}". A fixture has ${[...PROPERTIES].join(', ')}.`;
}

/** Only success responses have a known schema. */
function problemOf(operation: Operation, { status, body, unchecked }: FixedAnswer): string | undefined {
  const isSuccess = status === undefined || status === operation.success.status;
  if (unchecked === true || !isSuccess) return undefined;
  const problem = validatorOf().answer(operation, body);
  if (problem === undefined) return undefined;
  return `The fixture of ${operation.operationId} breaks the specification: ${problem}. \`unchecked: true\` allows it.`;
}
