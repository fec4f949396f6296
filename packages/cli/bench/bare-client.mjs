/**
 * The call of `cloudlink machines list` in plain code: only the client, the token files and the CA from a
 * file.
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
