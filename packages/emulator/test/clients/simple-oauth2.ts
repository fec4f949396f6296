/**
 * A token with `simple-oauth2`, and a call with it.
 *
 * @module
 */
import { ClientCredentials } from 'simple-oauth2';

const { BASE = '', ID = '', SECRET = '' } = process.env;
const client = new ClientCredentials({
  client: { id: ID, secret: SECRET },
  auth: { tokenHost: BASE, tokenPath: '/cloudlink/oauth/token' },
});
const { token } = await client.getToken({});
const answer = await fetch(`${BASE}/cloudlink/rest/auth`, {
  headers: { Authorization: `Bearer ${String(token['access_token'])}` },
});
console.log(((await answer.json()) as { name: string }).name);
