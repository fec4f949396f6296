/**
 * Imports the package, creates a client and calls with it, and prints what that changed among the globals.
 * The test runs it on the Node of the repository, the matrix on each supported one.
 *
 * @module
 */
// Node loads its fetch with the first use of it, and keeps its dispatcher under these symbols.
void globalThis.Request;
const look = () => [
  globalThis.fetch,
  ...[1, 2].map((version) => globalThis[Symbol.for(`undici.globalDispatcher.${version}`)]),
];
const keys = new Set(Reflect.ownKeys(globalThis));
const before = look();
const { clientCredentials, createCloudLink } = await import('@cloudlink-center/client');
// Nobody listens there.
const center = createCloudLink({
  baseUrl: 'https://127.0.0.1:1',
  retry: 0,
  auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up' }),
});
const { code } = await center.machines.list().catch((error) => error);
await center.close();
const after = look();
const added = Reflect.ownKeys(globalThis)
  .filter((key) => !keys.has(key))
  .map(String);
console.log(JSON.stringify({ code, added, same: before.every((value, index) => value === after[index]) }));
