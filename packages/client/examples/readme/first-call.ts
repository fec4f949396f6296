/**
 * The first call, in both READMEs. It wants the address and the secret in the environment, and `clc-ca.pem`
 * in the working folder.
 */
import { readFileSync } from 'node:fs';
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';

const { CLOUDLINK_URL = 'https://clc.example.com', CLOUDLINK_CLIENT_SECRET = '' } = process.env;

await using center = createCloudLink({
  baseUrl: CLOUDLINK_URL, // the origin; the SDK appends /cloudlink/rest
  auth: clientCredentials({ clientId: 'automation', clientSecret: CLOUDLINK_CLIENT_SECRET }),
  tls: { ca: readFileSync('clc-ca.pem', 'utf8') },
});

for (const machine of await center.machines.list()) {
  console.log(machine.name, machine.status);
}
