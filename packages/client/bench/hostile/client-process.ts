/**
 * One call on one road, and how much the process has grown at most: `fork(..., [url, road, limit])`.
 *
 * @module
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientCredentials, type CloudLink, createCloudLink } from '@cloudlink-center/client';
import { download } from '@cloudlink-center/client/transfers';

const ROADS: Readonly<Record<string, (center: CloudLink) => Promise<unknown>>> = {
  'named call': (center) => center.machines.list(),
  Blob: (center) => center.backup.download(),
  'watched call': (center) => {
    center.openapiFetch.use({ onRequest: () => undefined });
    return center.machines.list();
  },
  openapiFetch: (center) => center.openapiFetch.GET('/securevm'),
  'own fetch': (center) => center.machines.list(),
  'error of a download': (center) =>
    download(center, 'backup.download', join(tmpdir(), `hostile-${process.pid}`)),
  'sign-in': (center) => center.machines.list(),
};

const [baseUrl = '', road = '', limit] = process.argv.slice(2);
const center = createCloudLink({
  baseUrl,
  auth: clientCredentials({ clientId: 'robot', clientSecret: 'made-up', timeout: 600_000 }),
  timeout: 600_000,
  ...(limit !== undefined && { maxResponseBytes: Number(limit) }),
  ...(road === 'own fetch' && { fetch: (request: Request) => fetch(request) }),
});
const mebibytes = (): number => process.resourceUsage().maxRSS / 1024;
const before = mebibytes();
const began = performance.now();
const code = await (ROADS[road]?.(center) ?? Promise.reject(new Error('no such road'))).then(
  () => 'success',
  (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
);
process.send?.({ code, grown: mebibytes() - before, seconds: (performance.now() - began) / 1000 });
