/** What the error of a 403 says of the caller: the Center is asked once per token. */
import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink, type TokenSource } from '../src/index.ts';
import { callerAuthorities } from '../src/sign-in/caller-authorities.ts';
import type { SignedInTo } from '../src/sign-in/signed-in.ts';
import type { WireRequest } from '../src/transport/transport.ts';
import { freezeTime } from './frozen-time.ts';
import { signedIn } from './roads.ts';
import { type Answer, json, reset, type ScriptedCenter, scriptedCenter } from './scripted-center.ts';

const observer = json(200, { authorities: ['Observer'] });

/** Answers 403 to everything but the question who the caller is, and 401 to this token. */
function refuseAll(server: ScriptedCenter, who: Answer = observer, revoked = ''): void {
  server.script((request, response) => {
    const isRevoked = request.headers.authorization === `Bearer ${revoked}`;
    const answer = request.url?.endsWith('/rest/auth') ? who : json(403, {});
    (isRevoked ? json(401, {}) : answer)(request, response);
  });
}

function clientOf({ url }: ScriptedCenter, auth: TokenSource = signedIn) {
  return createCloudLink({ baseUrl: url, auth, retry: 0 });
}

const refused = (authorities: readonly string[] | undefined) => ({ code: 'forbidden', authorities });

// The first one, since limits of one length share a timer, which the others start.
test('the request asks for JSON, and nothing of its time limit remains', async () => {
  using time = freezeTime();
  const requests: WireRequest[] = [];
  const node: SignedInTo = {
    origin: 'https://clc.example.com',
    auth: signedIn,
    transport: {
      maxResponseBytes: 1000,
      fetch: () => Promise.reject(new Error('not used')),
      send(request) {
        requests.push(request);
        const bytes = new TextEncoder().encode('{"authorities":["Observer"]}');
        return Promise.resolve({ url: request.url, status: 200, statusText: '', headers: {}, bytes });
      },
      close() {},
    },
    mask: (text) => text,
  };
  const [outcome] = await Promise.allSettled([callerAuthorities(node)]);
  await time.pass(5000);
  expect(outcome).toEqual({ status: 'fulfilled', value: ['Observer'] });
  expect(requests).toMatchObject([{ headers: { accept: 'application/json' } }]);
  expect(requests[0]?.sending.timer.ended).toBe(false);
});

test('the Center is asked once for several calls, and again with another token', async () => {
  await using server = await scriptedCenter(['first-token', 'second-token']);
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  await using center = clientOf(server, auth);
  refuseAll(server);
  const asked = (): number => server.requests.filter((request) => request === 'GET /auth').length;
  const both = [center.machines.list(), center.alarms.list()];
  for (const call of both) await expect(call).rejects.toMatchObject(refused(['Observer']));
  await expect(center.machines.list()).rejects.toMatchObject(refused(['Observer']));
  expect(asked()).toBe(1);
  refuseAll(server, json(200, { authorities: ['Auditor'] }), 'first-token');
  await expect(center.machines.list()).rejects.toMatchObject(refused(['Auditor']));
  expect([server.tokenRequests, asked()]).toEqual([2, 2]);
});

test('a token source without a token in memory does no harm', async () => {
  await using server = await scriptedCenter();
  await using center = clientOf(server, { ...signedIn, peek: () => undefined });
  refuseAll(server);
  await expect(center.machines.list()).rejects.toMatchObject(refused(['Observer']));
});

test.each<[string, Answer]>([
  ['fails', json(500, { authorities: ['Observer'] })],
  ['breaks off', reset],
  ['is no JSON', (_, response) => void response.end('<html>')],
  ['holds something else than names', json(200, { authorities: ['Observer', 5] })],
  ['holds no list', json(200, { authorities: 'Observer' })],
])('the error is that of the 403 alone if the answer %s', async (_, who) => {
  await using server = await scriptedCenter();
  await using center = clientOf(server);
  refuseAll(server, who);
  await expect(center.machines.list()).rejects.toMatchObject(refused(undefined));
});
