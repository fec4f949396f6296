/**
 * Runs the examples against a Center, and says what came of them.
 *
 * Arguments: the address of the Center, the path of a Redis socket, and a folder.
 *
 * @module
 */
import KeyvRedis from '@keyv/redis';
import { clientCredentials } from '@cloudlink-center/auth';
import { listMachines } from '../../examples/plain-fetch.ts';
import { commandLineSource } from '../../examples/share-in-files.ts';
import { sharedSource } from '../../examples/share-in-redis.ts';
import { whyNot } from '../../examples/sign-in-errors.ts';
import { clientOf } from '../../examples/with-openapi-fetch.ts';

interface Paths {
  '/securevm': { get: { responses: { 200: { content: { 'application/json': unknown[] } } } } };
}

const [baseUrl = '', path = '', folder = ''] = process.argv.slice(2);
const secret = 'emulated-secret';

const machines = await listMachines(baseUrl, () => Promise.resolve(secret));
const fromFiles = commandLineSource(baseUrl, secret, folder);
const { data } = await clientOf<Paths>(fromFiles).GET('/securevm');
const redis = new KeyvRedis({ socket: { path, tls: false } });
const inRedis = await whyNot(sharedSource(baseUrl, secret, redis));
const refused = await whyNot(clientCredentials({ baseUrl, clientId: 'automation', clientSecret: 'wrong' }));
await redis.disconnect();
console.log(JSON.stringify({ same: JSON.stringify(machines) === JSON.stringify(data), inRedis, refused }));
