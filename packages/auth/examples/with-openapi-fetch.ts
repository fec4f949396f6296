import { bearerAuth, type TokenSource } from '@cloudlink-center/auth';
import createClient, { type Client } from 'openapi-fetch';

export function clientOf<Paths extends object>(source: TokenSource): Client<Paths> {
  const api = createClient<Paths>({ baseUrl: `${source.origin}/cloudlink/rest` });
  api.use(bearerAuth(source)); // last, so that other middleware sees the response to the replay
  return api;
}
