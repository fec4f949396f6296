/**
 * `cloudlink api`: calls any path, including paths that this version does not know.
 *
 * @module
 */
import type { CloudLink, CallResult } from '@cloudlink-center/client';
import { Argument, type Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { confirmDanger, printPlan } from '../danger.ts';
import { topics } from '../generated/topics.ts';
import { bodyOf } from '../operation-flags.ts';
import type { Session } from '../session.ts';
import type { OperationRow } from '../topic-table.ts';

type AnyCall = (path: string, init: object) => Promise<CallResult<unknown>>;
type Method = OperationRow['method'];

export function addTo(program: Command, session: Session): void {
  const command = program
    .command('api')
    .description('Calls any path below /cloudlink/rest, with the sign-in and trust of the profile.')
    .addArgument(new Argument('<method>').choices(['GET', 'PUT', 'POST', 'DELETE']))
    .argument('<path>', 'such as /securevm?pending_only=true')
    .option('--body <json>', 'JSON, @file.json, or - for standard input')
    .addHelpText('after', '\nExample:\n  cloudlink api GET /securevm');
  command.action(async (method: Method, target: string) => {
    const text = command.opts<{ body?: string }>().body;
    await call(session, {
      method,
      target,
      body: text === undefined ? undefined : await bodyOf(text, session.io, []),
    });
  });
}

async function call(
  session: Session,
  { method, target, body }: { method: Method; target: string; body: unknown },
): Promise<void> {
  if (!target.startsWith('/'))
    throw new CommandError('usage', `The path must begin with a slash, but is "${target}".`);
  const { pathname, searchParams } = new URL(`https://clc.invalid${target}`);
  const query = Object.fromEntries(searchParams);
  const row = await operationAt(method, pathname);
  if (session.globals.dryRun) {
    const secrets = row?.flags.filter(({ secret }) => secret).map(({ name }) => name) ?? [];
    return printPlan(session, {
      method,
      path: pathname,
      query,
      secrets,
      ...(body !== undefined && { body }),
    });
  }
  if (row?.dangerous) await confirmDanger(session, row.summary, [`${method} ${pathname}`]);
  const center = await session.center();
  const result = await callOf(center, method)(pathname, {
    ...(searchParams.size > 0 && { params: { query } }),
    ...(body !== undefined && { body }),
    signal: session.signal,
  });
  if (result.error !== undefined) throw result.error;
  await session.print(result.data);
}

/** The types of the client allow only paths of the specification; at run time it sends any path. */
function callOf(center: CloudLink, method: Method): AnyCall {
  const known: unknown = center[method];
  return known as AnyCall;
}

/** The operation in the tables. Undefined for a GET, since no GET is dangerous. */
async function operationAt(method: Method, path: string): Promise<OperationRow | undefined> {
  if (method === 'GET') return undefined;
  for (const { load } of Object.values(topics)) {
    const { topic } = await load();
    const found = topic.operations.find((row) => row.method === method && matches(row.path, path));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Paths of the API consist of letters, digits, dots, dashes, underscores and slashes. */
function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll('.', String.raw`\.`).replaceAll(/\{[^}]+\}/g, '.+');
  return new RegExp(`^${pattern}$`).test(path);
}
