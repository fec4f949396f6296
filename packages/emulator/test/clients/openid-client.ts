/**
 * A token with `openid-client`, and a call with it.
 *
 * @module
 */
import { clientCredentialsGrant, Configuration, fetchProtectedResource } from 'openid-client';

const { BASE = '', ID = '', SECRET = '' } = process.env;
const server = { issuer: BASE, token_endpoint: `${BASE}/cloudlink/oauth/token` };
const configuration = new Configuration(server, ID, SECRET);
const { access_token } = await clientCredentialsGrant(configuration);
const answer = await fetchProtectedResource(
  configuration,
  access_token,
  new URL(`${BASE}/cloudlink/rest/auth`),
  'GET',
);
console.log(((await answer.json()) as { name: string }).name);
