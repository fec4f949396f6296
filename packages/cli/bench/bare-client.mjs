/**
 * The same call as `cloudlink machines list`, by hand: the client, the token files, the CA from a file, and nothing else.
 */
import { readFileSync } from 'node:fs';
import { fileStore } from '@cloudlink-center/auth/file-store';
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';

const {
  CLOUDLINK_ADDRESS: baseUrl,
  CLOUDLINK_CLIENT_ID: clientId,
  CLOUDLINK_CLIENT_SECRET: clientSecret,
  CLOUDLINK_CA: caFile,
  BENCH_TOKENS: directory,
} = process.env;
await using center = createCloudLink({
  baseUrl,
  auth: clientCredentials({ clientId, clientSecret, store: fileStore({ directory }) }),
  tls: { ca: readFileSync(caFile, 'utf8') },
});
for (const { name, status } of await center.machines.list()) console.log(name, status);
