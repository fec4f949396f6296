/**
 * A token with `@badgateway/oauth2-client`, and a call with it.
 *
 * @module
 */
import { OAuth2Client } from '@badgateway/oauth2-client';

const { BASE = '', ID = '', SECRET = '' } = process.env;
const client = new OAuth2Client({
  server: BASE,
  clientId: ID,
  clientSecret: SECRET,
  tokenEndpoint: '/cloudlink/oauth/token',
});
const { accessToken } = await client.clientCredentials();
const answer = await fetch(`${BASE}/cloudlink/rest/auth`, {
  headers: { Authorization: `Bearer ${accessToken}` },
});
console.log(((await answer.json()) as { name: string }).name);
