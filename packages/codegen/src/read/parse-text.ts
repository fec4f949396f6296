/**
 * Parses text as JSON or YAML, within the limits of `limits.ts`. `positions.ts` finds the lines.
 *
 * @module
 */
import { LineCounter, parseDocument } from 'yaml';
import { CodegenError } from '../errors.ts';
import { isRecord, type JsonObject, pointerKey } from '../document/json.ts';
import { MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_VALUES, MAX_YAML_BYTES } from './limits.ts';
import { lineOf } from './positions.ts';

/** @throws CodegenError `too_big`, `syntax` or `invalid`, with the line if it is known. */
export function parseText(text: string, source: string): JsonObject {
  if (Buffer.byteLength(text) > MAX_BYTES) throw tooBig(source, MAX_BYTES);
  const value = parseJson(text) ?? parseYaml(text, source);
  if (!isRecord(value)) {
    throw new CodegenError('invalid', 'This is not an API description: it must be an object with "paths".', {
      source,
      line: 1,
    });
  }
  checkSize(value, text, source);
  return value;
}

export function tooBig(source: string, limit: number): CodegenError {
  const size = `${String(limit / 1024 / 1024)} MiB`;
  return new CodegenError(
    'too_big',
    `The input has more than ${size}. No description of this API needs that.`,
    {
      source,
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // YAML or invalid. The YAML parser also reads JSON, and reports the position.
  }
}

function parseYaml(text: string, source: string): unknown {
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    const message =
      'The input is not valid JSON, and too big for YAML (more than 4 MiB). Convert it to JSON.';
    throw new CodegenError('too_big', message, { source });
  }
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line } = lineCounter.linePos(error.pos[0]);
      throw new CodegenError('syntax', `This is neither JSON nor YAML: ${error.message}.`, { source, line });
    }
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof CodegenError) throw error;
    // The parser throws a ReferenceError for too many aliases, and a RangeError for deep nesting.
    const reason = error instanceof RangeError ? 'it is nested too deeply' : messageOf(error);
    throw new CodegenError('too_big', `The input is refused: ${reason}.`, { source, cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it cannot be read';
}

/** With aliases a small text can describe a huge value, or one that contains itself. */
function checkSize(root: JsonObject, text: string, source: string): void {
  let values = 0;
  const within = new Set<object>();
  const visit = (value: unknown, pointer: string, depth: number): void => {
    values += 1;
    const fail = (problem: string): never => {
      throw new CodegenError('too_big', problem, { source, line: lineOf(text, pointer) });
    };
    if (values > MAX_VALUES) fail(`The input has more than ${String(MAX_VALUES)} values.`);
    if (typeof value !== 'object' || value === null) return;
    if (depth > MAX_DEPTH) fail(`The input is nested more than ${String(MAX_DEPTH)} levels deep.`);
    if (within.has(value)) fail('An alias makes a value contain itself.');
    within.add(value);
    for (const [key, member] of Object.entries(value))
      visit(member, `${pointer}/${pointerKey(key)}`, depth + 1);
    within.delete(value);
  };
  visit(root, '', 0);
}
