/**
 * Calls of every kind, each with a number that its server sees.
 */
import type { CloudLinkCore } from '../../src/index.ts';
import { upload } from '../../src/transfers.ts';

export const KINDS = [
  'read',
  'replace',
  'create',
  'upload',
  'local',
  'named',
  'impatient',
  'givenUp',
] as const;
export type Kind = (typeof KINDS)[number];

/** May be sent again, when the outcome of the first is unknown. */
export const REPEATABLE: ReadonlySet<Kind> = new Set([
  'read',
  'replace',
  'local',
  'named',
  'impatient',
  'givenUp',
]);
/** Concern one node. */
export const BOUND: ReadonlySet<Kind> = new Set(['local', 'named']);

/** Sends it, and resolves to a status, or rejects. */
export async function send(
  center: CloudLinkCore,
  kind: Kind,
  id: number,
  node: string,
  timeout?: number,
): Promise<number> {
  const name = `call-${id}`;
  const limit = timeout === undefined ? {} : { timeout: { attempt: timeout, total: 10 * timeout } };
  const read = { headers: { 'x-call': name }, ...limit };
  switch (kind) {
    case 'read':
      return (await center.GET('/securevm', read)).status;
    case 'impatient':
      return (await center.GET('/securevm', { ...read, timeout: { total: 30 } })).status;
    case 'givenUp':
      return (await center.GET('/securevm', { ...read, signal: AbortSignal.timeout(id % 20) })).status;
    case 'named':
      return (await center.GET('/securevm', { ...read, node })).status;
    case 'local':
      return (await center.GET('/dns', read)).status;
    case 'replace':
      return (
        await center.PUT('/securevm/{uuid}/block', {
          params: { path: { uuid: name } },
          body: { block: true },
          ...limit,
        })
      ).status;
    case 'create':
      return (await center.POST('/securevm/groups', { body: { name }, ...limit })).status;
    case 'upload':
      await upload(
        center,
        'licenses.upload',
        { file: new Blob([name]) },
        timeout === undefined ? {} : { timeout },
      );
      return 200;
  }
}
