/**
 * Sign-in by client credentials as this project and as others do it, each used the way its own documents
 * show.
 *
 * @module
 */
import { authFetch, clientCredentials } from '@cloudlink-center/auth';
import { fileStore } from '@cloudlink-center/auth/file-store';
import { create } from 'axios';
import { clientCredentials as axiosCredentials } from 'axios-oauth-client';
import tokenProvider from 'axios-token-interceptor';
import * as oauth from 'oauth4webapi';
import createClient, { type Middleware } from 'openapi-fetch';
import * as openid from 'openid-client';
import { type AccessToken, ClientCredentials } from 'simple-oauth2';

/** Where and as whom to sign in. */
export interface Access {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A folder that several processes share; only clients that can share a token use it. */
  readonly folder?: string | undefined;
}

/** Makes one signed-in call; resolves to its status. */
export type Call = () => Promise<number>;

const TOKEN_PATH = '/cloudlink/oauth/token';
const API_PATH = '/cloudlink/rest/securevm';

/** What everybody's token endpoint answers. */
interface Tokens {
  readonly access_token: string;
  readonly expires_in: number;
}

export const CLIENTS: Readonly<Record<string, (access: Access) => Call>> = {
  ours,
  'naive: once': naiveOnce,
  'naive: expiry + 401': naiveExpiry,
  'openid-client': openidClient,
  oauth4webapi: oauth4,
  'simple-oauth2': simpleOAuth2,
  'axios-oauth-client': axiosOAuth,
};

function ours({ folder, ...access }: Access): Call {
  const source = clientCredentials({
    ...access,
    ...(folder === undefined ? {} : { store: fileStore({ directory: folder }) }),
  });
  const fetch = authFetch(source);
  return async () => finished(await fetch(access.baseUrl + API_PATH));
}

async function requestToken({ baseUrl, clientId, clientSecret }: Access): Promise<Tokens> {
  const response = await fetch(baseUrl + TOKEN_PATH, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'all',
    }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  // The naive client trusts the answer.
  return (await response.json()) as Tokens;
}

/** The middleware in openapi-fetch's documents: asks when it has none. */
function naiveOnce(access: Access): Call {
  let accessToken: string | undefined;
  return withMiddleware(access, {
    async onRequest({ request }) {
      accessToken ??= (await requestToken(access)).access_token;
      request.headers.set('Authorization', `Bearer ${accessToken}`);
      return request;
    },
  });
}

/** The next step that people take: expiry with a reserve, and another try after a 401. */
function naiveExpiry(access: Access): Call {
  let accessToken = '';
  let end = 0;
  const renew = async (): Promise<void> => {
    const tokens = await requestToken(access);
    accessToken = tokens.access_token;
    end = Date.now() + tokens.expires_in * 1000;
  };
  return withMiddleware(access, {
    async onRequest({ request }) {
      if (Date.now() > end - 10_000) await renew();
      request.headers.set('Authorization', `Bearer ${accessToken}`);
      return request;
    },
    async onResponse({ request, response, options }) {
      if (response.status !== 401) return response;
      await renew();
      request.headers.set('Authorization', `Bearer ${accessToken}`);
      return options.fetch(request);
    },
  });
}

function withMiddleware({ baseUrl }: Access, middleware: Middleware): Call {
  const client = createClient<Record<string, never>>({ baseUrl });
  client.use(middleware);
  // No paths are typed here.
  const request = client.request as unknown as (
    method: 'get',
    path: string,
  ) => Promise<{ response: Response }>;
  return async () => (await request('get', API_PATH)).response.status;
}

/** With the expiry that its answers carry. */
function openidClient(access: Access): Call {
  const config = new openid.Configuration(
    { issuer: access.baseUrl, token_endpoint: access.baseUrl + TOKEN_PATH },
    access.clientId,
    access.clientSecret,
  );
  let tokens: Awaited<ReturnType<typeof openid.clientCredentialsGrant>> | undefined;
  return async () => {
    if (!tokens || (tokens.expiresIn() ?? 0) <= 0) {
      tokens = await openid.clientCredentialsGrant(config, { scope: 'all' });
    }
    return finished(
      await openid
        .fetchProtectedResource(config, tokens.access_token, new URL(access.baseUrl + API_PATH), 'GET')
        .catch(responseOf),
    );
  };
}

/** With a simple cache: expiry with a reserve. */
function oauth4(access: Access): Call {
  const server = { issuer: access.baseUrl, token_endpoint: access.baseUrl + TOKEN_PATH };
  const client = { client_id: access.clientId };
  let cached: { token: string; end: number } | undefined;
  return async () => {
    if (!cached || Date.now() > cached.end - 10_000) {
      const answer = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        oauth.ClientSecretPost(access.clientSecret),
        { scope: 'all' },
      );
      const { access_token: token, expires_in = 0 } = await oauth.processClientCredentialsResponse(
        server,
        client,
        answer,
      );
      cached = { token, end: Date.now() + expires_in * 1000 };
    }
    return finished(
      await oauth
        .protectedResourceRequest(cached.token, 'GET', new URL(access.baseUrl + API_PATH))
        .catch(responseOf),
    );
  };
}

/** With the window of time before the end that its documents show. */
function simpleOAuth2({ baseUrl, clientId, clientSecret }: Access): Call {
  const client = new ClientCredentials({
    client: { id: clientId, secret: clientSecret },
    auth: { tokenHost: baseUrl, tokenPath: TOKEN_PATH },
    options: { authorizationMethod: 'body' },
  });
  let token: AccessToken | undefined;
  return async () => {
    if (!token || token.expired(300)) token = await client.getToken({ scope: 'all' });
    const headers = { Authorization: `Bearer ${String(token.token['access_token'])}` };
    return finished(await fetch(baseUrl + API_PATH, { headers }));
  };
}

/** With the cache of its sister package axios-token-interceptor. */
function axiosOAuth({ baseUrl, clientId, clientSecret }: Access): Call {
  const getToken = axiosCredentials(create(), baseUrl + TOKEN_PATH, clientId, clientSecret);
  const cache = tokenProvider.tokenCache(() => getToken('all') as Promise<Tokens>, {
    getMaxAge: ({ expires_in }) => expires_in * 1000,
  });
  const instance = create({ baseURL: baseUrl, validateStatus: () => true });
  instance.interceptors.request.use(
    tokenProvider({ getToken: cache, headerFormatter: ({ access_token }) => `Bearer ${access_token}` }),
  );
  return async () => (await instance.get(API_PATH)).status;
}

/** These libraries throw for a 401, with the answer as the cause. */
function responseOf(error: unknown): Response {
  const response: unknown =
    error instanceof Error ? (Reflect.get(error, 'response') ?? error.cause) : undefined;
  if (response instanceof Response) return response;
  throw error;
}

async function finished(response: Response): Promise<number> {
  await response.arrayBuffer();
  return response.status;
}
