/**
 * A process that gets a token, abandons a second sign-in, lets a third one fail with nobody listening, and
 * has nothing more to do.
 *
 * Argument: the address of the Center.
 *
 * @module
 */
import { clientCredentials } from '@cloudlink-center/auth';

const [baseUrl = ''] = process.argv.slice(2);
const options = { baseUrl, clientId: 'automation', clientSecret: 'emulated-secret', timeout: 600_000 };
await clientCredentials(options).getToken();

const leaving = new AbortController();
const abandoned = clientCredentials(options).getToken(leaving);
leaving.abort('enough');
await abandoned.catch((reason: unknown) => console.log(reason));

const stuck = clientCredentials({ ...options, fetch: () => new Promise(() => {}) });
stuck.getToken().catch(() => {});
