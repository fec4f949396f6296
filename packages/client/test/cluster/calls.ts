/** Calls of every kind, each with a number that its server sees. */
import type { CallOptions, CloudLinkCore } from '../../src/index.ts';
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

/** Calls that may be retried when their outcome is unknown. */
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

interface Input {
  readonly name: string;
  readonly node: string;
  /** For a call that must succeed. */
  readonly timeout: number | undefined;
}

const readWith = async (center: CloudLinkCore, { name }: Input, options: CallOptions): Promise<number> =>
  (await center.GET('/securevm', { headers: { 'x-call': name }, ...options })).status;

/** Sends one, and resolves to a status, or rejects. */
const SENDERS: Readonly<Record<Kind, (center: CloudLinkCore, input: Input) => Promise<number>>> = {
  read: (center, input) => readWith(center, input, limitOf(input)),
  impatient: (center, input) => readWith(center, input, { timeout: { total: 30 } }),
  givenUp: (center, input) => readWith(center, input, { signal: AbortSignal.timeout(input.name.length) }),
  named: (center, input) => readWith(center, input, { node: input.node }),
  async local(center, { name }) {
    return (await center.GET('/dns', { headers: { 'x-call': name } })).status;
  },
  async replace(center, input) {
    const params = { path: { uuid: input.name } };
    const init = { params, body: { block: true }, ...limitOf(input) };
    return (await center.PUT('/securevm/{uuid}/block', init)).status;
  },
  async create(center, input) {
    return (await center.POST('/securevm/groups', { body: { name: input.name }, ...limitOf(input) })).status;
  },
  async upload(center, { name, timeout }) {
    const options = timeout === undefined ? {} : { timeout };
    await upload(center, 'licenses.upload', { file: new Blob([name]) }, options);
    return 200;
  },
};

export function send(
  center: CloudLinkCore,
  kind: Kind,
  id: number,
  node: string,
  timeout?: number,
): Promise<number> {
  return SENDERS[kind](center, { name: `call-${id}`, node, timeout });
}

function limitOf({ timeout }: Input): CallOptions {
  return timeout === undefined ? {} : { timeout: { attempt: timeout, total: 10 * timeout } };
}
