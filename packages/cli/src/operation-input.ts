/**
 * Converts typed arguments to the input of an operation: names become ids, flags become query and body.
 *
 * @module
 */
import { CommandError } from './command-error.ts';
import { idOf, lookupFor } from './names.ts';
import { askFlag, bodyOf, requireFile, valueOf } from './operation-flags.ts';
import type { Typed } from './operation-options.ts';
import type { Session } from './session.ts';
import type { Flag, OperationRow } from './topic-table.ts';

export interface OperationInput {
  /** The parameters of the path, as typed. */
  readonly typed: readonly string[];
  readonly path: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly body?: unknown;
  /** Parts of a form, as paths of files. */
  readonly parts: Record<string, string>;
}

/**
 * @param args - Values of the path parameters, in order.
 * @param typed - Values of the flags, in the order of the table; undefined if a flag was not given.
 * @param body - The value of `--body`.
 */
export async function operationInput(
  row: OperationRow,
  {
    args,
    typed,
    body,
  }: { args: readonly string[]; typed: readonly (Typed | undefined)[]; body: string | undefined },
  session: Session,
): Promise<OperationInput> {
  const query: Record<string, unknown> = {};
  const fields: Record<string, unknown> = {};
  const parts: Record<string, string> = {};
  for (const [index, flag] of row.flags.entries()) {
    const value = await flagValue(flag, typed[index], session, body !== undefined);
    if (value === undefined) continue;
    if (flag.in === 'query') query[flag.name] = await named(row, flag.name, value, session);
    else if (flag.in === 'body') fields[flag.name] = await named(row, flag.name, value, session);
    else if (typeof value === 'string') {
      requireFile(flag.flag, value);
      parts[flag.name] = value;
    }
  }
  const sent = await wholeBody(row, fields, body, session);
  return {
    typed: args,
    path: await pathOf(row, args, session),
    query,
    parts,
    ...(sent !== undefined && { body: sent }),
  };
}

async function flagValue(
  flag: Flag,
  typed: Typed | undefined,
  { io }: Session,
  hasBody: boolean,
): Promise<unknown> {
  if (typed !== undefined) return valueOf(flag, typed, io);
  if (!flag.required || (flag.in === 'body' && hasBody)) return undefined;
  const asked = await askFlag(flag, io);
  if (asked !== undefined) return asked;
  throw new CommandError('usage', `--${flag.flag} is missing.`);
}

/** Flags take precedence over `--body`. */
async function wholeBody(
  row: OperationRow,
  fields: Record<string, unknown>,
  text: string | undefined,
  { io }: Session,
): Promise<unknown> {
  if (row.body === undefined || row.body.form) return undefined;
  const secrets = row.flags.filter(({ secret }) => secret).map(({ name }) => name);
  const given = text === undefined ? undefined : await bodyOf(text, io, secrets);
  const hasFields = Object.keys(fields).length > 0;
  if (row.body.type !== 'object') {
    if (given === undefined)
      throw new CommandError('usage', '--body is missing: JSON, @file.json, or - for standard input.');
    return given;
  }
  if (given === undefined) {
    const takesFlags = row.flags.some((flag) => flag.in === 'body');
    if (!hasFields && !takesFlags)
      throw new CommandError('usage', '--body is missing: JSON, @file.json, or - for standard input.');
    return fields;
  }
  return hasFields ? { ...(given as object), ...fields } : given;
}

async function pathOf(
  row: OperationRow,
  args: readonly string[],
  session: Session,
): Promise<Record<string, string>> {
  const path: Record<string, string> = {};
  for (const [index, { name }] of row.parameters.entries()) {
    const value = args[index] ?? '';
    const id = await named(row, name, value, session, path['uuid']);
    path[name] = String(id);
  }
  return path;
}

/** The id for a name, if the API requires an id. */
async function named(
  row: OperationRow,
  name: string,
  value: unknown,
  session: Session,
  uuid = '',
): Promise<unknown> {
  const lookup = lookupFor(row, name);
  if (lookup === undefined || typeof value !== 'string' || lookup.isId(value)) return value;
  return idOf(lookup, value, await session.center(), uuid);
}
