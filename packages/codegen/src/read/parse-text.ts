/**
 * Text to a document: JSON where it is JSON, else YAML, within the limits of `limits.ts`. `positions.ts` finds the lines.
 *
 * @module
 */
import { LineCounter, parseDocument } from 'yaml';
import { CodegenError } from '../errors.ts';
import { isRecord, type JsonObject, pointerKey } from '../document/json.ts';
import { MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_VALUES, MAX_YAML_BYTES } from './limits.ts';
import { lineOf } from './positions.ts';

/** @throws CodegenError `too_big`, `syntax` or `invalid`, with the line where there is one. */
export function parseText(text: string, source: string): JsonObject {
  if (Buffer.byteLength(text) > MAX_BYTES) throw tooBig(source, MAX_BYTES);
  const value = parseJson(text) ?? parseYaml(text, source);
  if (!isRecord(value)) {
    throw new CodegenError('invalid', 'This is no API description: it must be an object with "paths".', {
      source,
      line: 1,
    });
  }
  checkSize(value, text, source);
  return value;
}

export function tooBig(source: string, limit: number): CodegenError {
  const size = `${String(limit / 1024 / 1024)} MiB`;
  return new CodegenError('too_big', `It has more than ${size}, which no description of this API needs.`, {
    source,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // YAML, or broken: the YAML parser, which reads JSON too, says where.
  }
}

function parseYaml(text: string, source: string): unknown {
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    const message =
      'It is no valid JSON, and too big to be read as YAML (more than 4 MiB). Convert it to JSON.';
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
    // The parser refuses too many aliases with a ReferenceError, and ends deep nesting with a RangeError.
    const reason = error instanceof RangeError ? 'it is nested too deeply' : messageOf(error);
    throw new CodegenError('too_big', `It is refused: ${reason}.`, { source, cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it cannot be read';
}

/** Aliases can make a small text stand for a huge value, or for one that holds itself. */
function checkSize(root: JsonObject, text: string, source: string): void {
  let values = 0;
  const within = new Set<object>();
  const visit = (value: unknown, pointer: string, depth: number): void => {
    values += 1;
    const fail = (problem: string): never => {
      throw new CodegenError('too_big', problem, { source, line: lineOf(text, pointer) });
    };
    if (values > MAX_VALUES) fail(`It holds more than ${String(MAX_VALUES)} values.`);
    if (typeof value !== 'object' || value === null) return;
    if (depth > MAX_DEPTH) fail(`It is nested more than ${String(MAX_DEPTH)} levels deep.`);
    if (within.has(value)) fail('An alias makes a value hold itself.');
    within.add(value);
    for (const [key, member] of Object.entries(value))
      visit(member, `${pointer}/${pointerKey(key)}`, depth + 1);
    within.delete(value);
  };
  visit(root, '', 0);
}
