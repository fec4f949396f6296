/**
 * Runs any operation of the table.
 *
 * @module
 */
import type { CloudLink } from '@cloudlink-center/client';
import { CommandError } from './command-error.ts';
import { confirmDanger, printPlan } from './danger.ts';
import { note } from './io.ts';
import type { OperationInput } from './operation-input.ts';
import { cellText } from './output/scalars.ts';
import { progressBar } from './progress.ts';
import type { Session } from './session.ts';
import type { OperationRow } from './topic-table.ts';

export type TargetFile = { readonly to: string | undefined; readonly force: boolean };

type NamedMethod = (input: object) => PromiseLike<unknown>;

/** @param file - The file for a binary response, and whether it may overwrite an existing one. */
export async function runOperation(
  row: OperationRow,
  input: OperationInput,
  session: Session,
  file: TargetFile,
): Promise<void> {
  if (session.globals.dryRun) return printPlan(session, plannedRequest(row, input));
  if (row.binary && file.to === undefined && session.io.stdout.isTTY)
    throw new CommandError(
      'usage',
      'The response is a file. Name one with --to, or redirect it with > or |.',
    );
  if (row.dangerous) await confirmDanger(session, row.summary, hitBy(row, input));
  const data = await callOperation(row, input, session, file);
  if (data instanceof Blob) session.io.stdout.write(new Uint8Array(await data.arrayBuffer()));
  else await session.print(data);
  if (data === undefined && session.io.stderr.isTTY) note(session.io, `${row.summary}: done.`);
}

async function callOperation(
  row: OperationRow,
  { path, query, body, parts }: OperationInput,
  session: Session,
  { to, force }: TargetFile,
): Promise<unknown> {
  const center = await session.center();
  const { signal } = session;
  const { node } = session.globals;
  if (row.binary && to !== undefined) return downloadTo(row, { path, query }, session, { to, force });
  if (row.body?.form) return uploadParts(row, { path, query, parts }, session);
  const input = {
    ...(row.parameters.length > 0 && { path }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(body !== undefined && { body }),
    ...(node !== undefined && { node }),
    signal,
  };
  return methodOf(center, row.id)(input);
}

async function downloadTo(
  row: OperationRow,
  { path, query }: Pick<OperationInput, 'path' | 'query'>,
  session: Session,
  { to, force }: { to: string; force: boolean },
): Promise<undefined> {
  const { download } = await import('@cloudlink-center/client/transfers');
  const bar = progressBar(session, row.summary);
  const { node } = session.globals;
  try {
    const { bytes } = await download(await session.center(), row.id as Parameters<typeof download>[1], to, {
      path,
      query: query as Record<string, string>,
      signal: session.signal,
      overwrite: force,
      onProgress: ({ transferred, total }) => bar.bytes(transferred, total),
      ...(node !== undefined && { node }),
    });
    bar.end();
    note(session.io, `${to}: ${bytes} bytes`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CommandError('other', `${to} already exists. Use --force to overwrite it.`);
  } finally {
    bar.end();
  }
  return undefined;
}

async function uploadParts(
  row: OperationRow,
  { path, query, parts }: Pick<OperationInput, 'path' | 'query' | 'parts'>,
  session: Session,
): Promise<unknown> {
  const { upload } = await import('@cloudlink-center/client/transfers');
  const bar = progressBar(session, row.summary);
  const { node } = session.globals;
  try {
    // The table and the ids are generated from the same specification.
    return await upload(await session.center(), row.id as Parameters<typeof upload>[1], parts, {
      path,
      query: query as Record<string, string>,
      signal: session.signal,
      onProgress: ({ transferred, total }) => bar.bytes(transferred, total),
      ...(node !== undefined && { node }),
    });
  } finally {
    bar.end();
  }
}

/** The method of the client for an id such as `machines.rotateKeys`. */
function methodOf(center: CloudLink, id: string): NamedMethod {
  const member = id
    .split('.')
    .reduce<unknown>((group, name) => Reflect.get(Object(group) as object, name), center);
  // Each method has its own input type; the table lists its fields.
  return member as NamedMethod;
}

function plannedRequest(
  row: OperationRow,
  { path, query, body, parts }: OperationInput,
): Parameters<typeof printPlan>[1] {
  const secrets = row.flags.filter(({ secret }) => secret).map(({ name }) => name);
  return {
    method: row.method,
    path: filledPath(row, path),
    query,
    secrets,
    ...(body !== undefined && { body }),
    ...(row.body?.form && { parts }),
  };
}

function filledPath({ path, parameters }: OperationRow, values: Record<string, string>): string {
  return parameters.reduce((text, { name, rawSlashes }) => {
    const value = encodeURIComponent(values[name] ?? '');
    return text.replace(`{${name}}`, rawSlashes ? value.replaceAll('%2F', '/') : value);
  }, path);
}

/** What a dangerous operation affects. */
function hitBy({ parameters, flags }: OperationRow, input: OperationInput): string[] {
  const { typed, path, query, parts, body } = input;
  const secrets = new Set(flags.filter(({ secret }) => secret).map(({ name }) => name));
  const named = parameters.map(({ placeholder, name }, index) => {
    const id = path[name] ?? '';
    return `${placeholder}  ${typed[index] === id ? id : `${typed[index] ?? ''} (${id})`}`;
  });
  const fields = [query, Object(body) as object, parts]
    .flatMap((one) => Object.entries(one))
    .filter(([name]) => !secrets.has(name))
    .map(([name, value]) => `${name}  ${cellText(value)}`);
  return [...named, ...fields];
}
