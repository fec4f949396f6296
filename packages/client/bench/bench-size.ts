/**
 * `pnpm bench:size`: what a browser downloads for one signed-in GET, minified and compressed, beside peers.
 * The budgets are held by `npm test` (`bundle-size.test.ts` of auth and client); here they are shown.
 *
 * @module
 */
import { gzipSync } from 'node:zlib';
import { firstDownload } from '@cloudlink-center/testing/browser-bundle';
import { type Figure, finish } from './figures.ts';
import { table } from './statistics.ts';

/** Bytes. `limit` is enforced; `goal` is not reached yet. */
type Program = { readonly source: string; readonly limit?: number; readonly goal?: number };
const BASE_URL = `'https://clc.example.com'`;
const AUTH = `clientCredentials({ clientId: 'robot', clientSecret: 'made-up', dangerouslyAllowBrowser: true })`;
const IMPLICIT = `implicit({ clientId: 'web', redirectUri: 'https://app.example.com/callback' })`;

const PROGRAMS: Readonly<Record<string, Program>> = {
  'openapi-fetch with client credentials': {
    source: `import createClient from 'openapi-fetch';
      import { bearerAuth, clientCredentials } from '@cloudlink-center/auth';
      const api = createClient({ baseUrl: ${BASE_URL} });
      api.use(bearerAuth(${AUTH.replace('({', `({ baseUrl: ${BASE_URL},`)}));
      console.log(await api.GET('/securevm'));`,
    goal: 6_500,
    limit: 7_450,
  },
  'client/core with implicit': {
    source: `import { createCloudLinkCore, implicit } from '@cloudlink-center/client/core';
      const center = createCloudLinkCore({ baseUrl: ${BASE_URL}, auth: ${IMPLICIT} });
      console.log(await center.GET('/securevm'));`,
    goal: 16_500,
    limit: 16_600,
  },
  'client with implicit': {
    source: `import { createCloudLink, implicit } from '@cloudlink-center/client';
      const center = createCloudLink({ baseUrl: ${BASE_URL}, auth: ${IMPLICIT} });
      console.log(await center.machines.list());`,
    limit: 20_000,
  },
  'client with both grants, lists and hooks': {
    source: `import { clientCredentials, createCloudLink, debugHooks, implicit, isCloudLinkError } from '@cloudlink-center/client';
      import { iterateActions, iterateEvents, iterateKeystoreKeys } from '@cloudlink-center/client';
      import { iterateKmipObjects, iterateSecurityEvents } from '@cloudlink-center/client';
      console.log(createCloudLink, clientCredentials, implicit, isCloudLinkError, debugHooks);
      console.log(iterateActions, iterateEvents, iterateKeystoreKeys, iterateKmipObjects, iterateSecurityEvents);`,
    limit: 24_500,
  },
  'openapi-fetch alone': {
    source: `import createClient from 'openapi-fetch';
      console.log(await createClient({ baseUrl: ${BASE_URL} }).GET('/securevm'));`,
  },
  ky: { source: `import ky from 'ky'; console.log(await ky.get(${BASE_URL}).json());` },
  'openid-client': {
    source: `import * as openid from 'openid-client';
      const config = await openid.discovery(new URL(${BASE_URL}), 'robot', 'made-up');
      const { access_token } = await openid.clientCredentialsGrant(config);
      console.log(await openid.fetchProtectedResource(config, access_token, new URL(${BASE_URL}), 'GET'));`,
  },
  'octokit request': {
    source: `import { request } from '@octokit/request'; console.log(await request('GET /', { baseUrl: ${BASE_URL} }));`,
  },
  axios: { source: `import axios from 'axios'; console.log(await axios.get(${BASE_URL}));` },
};

const figures: Figure[] = [];
const rows: string[][] = [];
for (const [name, { source, limit, goal }] of Object.entries(PROGRAMS)) {
  const value = await compressedSize(source);
  rows.push([name, String(value), limit === undefined ? '' : String(limit)]);
  if (limit !== undefined) figures.push({ what: `size: ${name}`, value, unit: 'bytes', limit });
  if (goal !== undefined) figures.push({ what: `size: ${name}`, value, unit: 'bytes', goal });
}
console.log('One signed-in GET in a browser, bytes after minification and gzip\n');
console.log(table(['program', 'bytes', 'limit'], rows));
finish(figures);

async function compressedSize(contents: string): Promise<number> {
  // Code that is loaded after a failure does not count.
  return gzipSync(await firstDownload(contents, import.meta.dirname), { level: 9 }).length;
}
