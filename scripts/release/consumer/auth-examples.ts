/**
 * Runs the examples of @cloudlink-center/auth against a Center. It runs in a project that has the package
 * from a registry, at this same path beside the examples. Redis and a browser are not there: those two
 * examples are only compiled, and run in the package's tests. Part of `pnpm release:rehearse`.
 *
 * Arguments: the address of the Center, and a folder.
 *
 * @module
 */
import { deepEqual, equal } from 'node:assert/strict';
import { listMachines } from '../../../packages/auth/examples/plain-fetch.ts';
import { commandLineSource } from '../../../packages/auth/examples/share-in-files.ts';
import { whyNot } from '../../../packages/auth/examples/sign-in-errors.ts';
import { clientOf } from '../../../packages/auth/examples/with-openapi-fetch.ts';

interface Paths {
  '/securevm': { get: { responses: { 200: { content: { 'application/json': unknown[] } } } } };
}

const [baseUrl = '', folder = ''] = process.argv.slice(2);
const secret = 'emulated-secret';

const machines = await listMachines(baseUrl, () => Promise.resolve(secret));
const { data } = await clientOf<Paths>(commandLineSource(baseUrl, secret, folder)).GET('/securevm');
deepEqual(data, machines);
equal(await whyNot(commandLineSource(baseUrl, 'wrong', `${folder}-wrong`)), 'refused: invalid_client');
console.log(`${data?.length} machines by plain fetch and by openapi-fetch; a wrong secret is refused`);
