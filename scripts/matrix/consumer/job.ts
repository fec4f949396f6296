/**
 * What every runtime of the matrix does: typed calls in both forms, and POSTs whose token has ended before
 * they are sent. It imports only types, so that one file serves `import`, `require()` and the compilers. Part
 * of `pnpm test:matrix`.
 *
 * @module
 */
import type * as Client from '@cloudlink-center/client';

/** What the emulator's process tells about itself. */
export interface Facts {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Address of the emulator's back door, see emulator.mjs. */
  readonly control: string;
  readonly ca: string;
  readonly fingerprint256: string;
}

/** What is known of how the job ended, as JSON. */
export type JobEnd = { saw: string } | { code: string; message: string; stack: string };

/** The groups that the job makes: one by a named method, one by a path-string call. */
const GROUPS = ['Made by name', 'Made by path'] as const;

/** Signs in, calls and closes; answers with what it saw, and throws when that is not as it should be. */
export async function runJob(
  client: Pick<typeof Client, 'clientCredentials' | 'createCloudLink'>,
  { baseUrl, clientId, clientSecret, control }: Facts,
  trust: Pick<Client.CloudLinkOptions, 'tls' | 'fetch' | 'proxy'> = {},
): Promise<string> {
  const auth = client.clientCredentials({ clientId, clientSecret });
  const center = client.createCloudLink({ baseUrl, auth, ...trust });
  try {
    const machines = await readMachines(center);
    await revokeTokens(control);
    await center.machineGroups.create({ body: { name: GROUPS[0] } });
    await revokeTokens(control);
    const made = await center.POST('/securevm/groups', { body: { name: GROUPS[1] } });
    if (made.error !== undefined) throw made.error;
    const names = (await center.machineGroups.list()).map(({ name }) => name);
    for (const group of GROUPS)
      if (names.filter((name) => name === group).length !== 1)
        throw new Error(`The group "${group}" is not there exactly once: ${names.join(', ')}.`);
    await callWithMiddleware(center, machines);
    return `${String(machines)} machines, 2 groups made after a 401`;
  } finally {
    await center.close();
  }
}

/** Path-string calls, named methods and a failure must agree. */
async function readMachines(center: Client.CloudLink): Promise<number> {
  const { data, error } = await center.GET('/securevm');
  if (error !== undefined) throw error;
  const named = await center.machines.list();
  const uuid = named[0]?.uuid;
  if (uuid === undefined || data.length !== named.length) throw new Error('The two forms of a call differ.');
  const one = await center.GET('/securevm/{uuid}', { params: { path: { uuid } } });
  if (one.data?.uuid !== uuid) throw new Error('GET /securevm/{uuid} answered with another machine.');
  const none = await center.GET('/securevm/groups/{name}', { params: { path: { name: 'No such group' } } });
  if (none.error?.code !== 'not_found') throw new Error('A group that is not there was found.');
  return named.length;
}

/** Middleware gets the runtime's own Request and Response. */
async function callWithMiddleware(center: Client.CloudLink, machines: number): Promise<void> {
  const seen: string[] = [];
  center.openapiFetch.use({
    onResponse({ request, response }) {
      seen.push(`${request.method} ${String(response.status)} ${String(response instanceof Response)}`);
    },
  });
  const { data } = await center.GET('/securevm');
  if (data?.length !== machines || seen.join() !== 'GET 200 true')
    throw new Error(`Middleware saw ${seen.join() || 'nothing'}.`);
}

async function revokeTokens(control: string): Promise<void> {
  const { ok, status } = await fetch(`${control}/revoke`, { method: 'POST' });
  if (!ok) throw new Error(`The emulator's back door answered ${String(status)}.`);
}
