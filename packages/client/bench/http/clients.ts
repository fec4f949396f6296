/**
 * A signed-in GET with JSON in the answer, by this client and by others, each used the way its own documents
 * show. A bearer token is at hand, so that only the call itself counts.
 *
 * @module
 */
import type { CloudLinkOptions } from '@cloudlink-center/client';

/** Where to call, and whom to trust there. */
export interface Target {
  readonly origin: string;
  readonly ca?: string | undefined;
  readonly fingerprint256?: string | undefined;
}
/** Makes one call and resolves to the parsed body. */
export type Call = () => Promise<unknown>;
type MakeCall = (target: Target) => Promise<Call>;

const PATH = '/cloudlink/rest/securevm';
const headers = { Accept: 'application/json', Authorization: 'Bearer made-up' };

/** Each imports its library by itself: a process has only the one it measures. */
export const CLIENTS = {
  ours: (target) => ourClient(target),
  'ours, CA': ({ origin, ca }) => ourClient({ origin, ca }),
  'ours, fingerprint': ({ origin, fingerprint256 }) => ourClient({ origin, fingerprint256 }),
  'ours, named': async (target) => {
    const center = await createOurs(target);
    return () => center.machines.list();
  },
  'undici.request': async ({ origin, ca }) => {
    const { Agent, request } = await import('undici');
    const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
    return async () => (await request(origin + PATH, { headers, dispatcher })).body.json();
  },
  fetch: ({ origin }) => Promise.resolve(async () => (await fetch(origin + PATH, { headers })).json()),
  'openapi-fetch': async ({ origin }) => {
    const { default: createClient } = await import('openapi-fetch');
    const client = createClient<Record<string, never>>({ baseUrl: origin });
    client.use({
      onRequest({ request }) {
        request.headers.set('Authorization', headers.Authorization);
        return request;
      },
    });
    // No paths are typed here.
    const get = client.GET as unknown as (path: string) => Promise<{ data: unknown }>;
    return async () => (await get(PATH)).data;
  },
  ky: async ({ origin }) => {
    const { default: ky } = await import('ky');
    const client = ky.create({ headers });
    return () => client.get(origin + PATH).json();
  },
  axios: async ({ origin }) => {
    const { Agent } = await import('node:http');
    const { default: axios } = await import('axios');
    const client = axios.create({ headers, httpAgent: new Agent({ keepAlive: true }) });
    return async () => (await client.get<unknown>(origin + PATH)).data;
  },
  got: async ({ origin }) => {
    const { Agent } = await import('node:http');
    const { default: got } = await import('got');
    const client = got.extend({ headers, agent: { http: new Agent({ keepAlive: true }) } });
    return () => client(origin + PATH).json();
  },
  octokit: async ({ origin }) => {
    const { request } = await import('@octokit/request');
    const client = request.defaults({ baseUrl: origin, headers: { authorization: headers.Authorization } });
    return async () => (await client(`GET ${PATH}`)).data as unknown;
  },
  'hey-api': async ({ origin }) => {
    const { createClient } = await heyApi();
    const client = createClient({ baseUrl: origin, auth: () => 'made-up' });
    const security = [{ scheme: 'bearer', type: 'http' }];
    return async () => (await client.get({ url: PATH, security })).data;
  },
  'openid-client': async ({ origin }) => {
    const openid = await import('openid-client');
    const config = new openid.Configuration({ issuer: origin }, 'robot', 'made-up');
    openid.allowInsecureRequests(config);
    const url = new URL(origin + PATH);
    return async () => (await openid.fetchProtectedResource(config, 'made-up', url, 'GET')).json();
  },
  badgateway: async ({ origin }) => {
    const { OAuth2Client, OAuth2Fetch } = await import('@badgateway/oauth2-client');
    const client = new OAuth2Client({ server: origin, clientId: 'robot', clientSecret: 'made-up' });
    const token = { accessToken: 'made-up', refreshToken: null, expiresAt: null };
    const wrapper = new OAuth2Fetch({ client, getNewToken: () => token });
    return async () => (await wrapper.fetch(origin + PATH, { headers })).json();
  },
} satisfies Record<string, MakeCall>;
export type ClientName = keyof typeof CLIENTS;

/** What is compared by default: of ours, one way. */
export const PEERS: readonly string[] = Object.keys(CLIENTS).filter((name) => !name.startsWith('ours, '));

async function ourClient(target: Target): Promise<Call> {
  const center = await createOurs(target);
  return async () => (await center.GET('/securevm')).data;
}

async function createOurs({ origin, ca, fingerprint256 }: Target) {
  const { clientCredentials, createCloudLink } = await import('@cloudlink-center/client');
  const tls: CloudLinkOptions['tls'] = {
    ...(ca !== undefined && { ca }),
    ...(fingerprint256 !== undefined && { fingerprint256 }),
  };
  return createCloudLink({
    baseUrl: origin,
    auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
    ...(Object.keys(tls).length > 0 && { tls }),
  });
}

type HeyApi = {
  readonly createClient: (options: object) => { get(options: object): Promise<{ data: unknown }> };
};

/** hey-api's client is source that it generates: bench-http.ts has it written before. */
async function heyApi(): Promise<HeyApi> {
  const file = new URL('../.generated/http/hey-api/client.mjs', import.meta.url);
  // The generated module has this shape; its own types are only there once it is generated.
  return (await import(file.href)) as HeyApi;
}
