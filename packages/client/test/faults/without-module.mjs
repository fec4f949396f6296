/**
 * A process of its own for `local-faults.built.test.ts`: modules whose address holds the first argument
 * cannot be loaded. Calls a Center at the address in the second argument, and tells what became of it.
 */
import { registerHooks } from 'node:module';

const [missing, baseUrl] = process.argv.slice(2);
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.includes(missing)) throw new Error(`Dynamic require of "${missing}" is not supported`);
    return next(specifier, context);
  },
});
const { clientCredentials, createCloudLink } = await import('@cloudlink-center/client');
const retries = [];
const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up-secret' });
const hooks = { onRetry: () => retries.push(1) };
const center = createCloudLink({ baseUrl, auth, hooks });
const calls = [
  () => center.machines.list(),
  () => center.openapiFetch.GET('/securevm'),
  () => {
    center.openapiFetch.use({ onRequest: () => undefined });
    return center.machines.list();
  },
];
const failures = [];
for (const call of calls) {
  try {
    await call();
    failures.push('none');
  } catch (error) {
    failures.push(`${error.name}: ${error.code ?? ''} ${error.message}`);
  }
}
process.send({ failures, retries: retries.length });
