/**
 * The first call, in both READMEs. It takes the address and the secret from the environment, and `clc-ca.pem`
 * from the working folder. It needs no syntax newer than Node 22.
 */
import { readFileSync } from 'node:fs';
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';

const { CLOUDLINK_URL = 'https://clc.example.com', CLOUDLINK_CLIENT_SECRET = '' } = process.env;

const center = createCloudLink({
  baseUrl: CLOUDLINK_URL, // the origin; the SDK appends /cloudlink/rest
  auth: clientCredentials({ clientId: 'automation', clientSecret: CLOUDLINK_CLIENT_SECRET }),
  tls: { ca: readFileSync('clc-ca.pem', 'utf8') },
});

for (const machine of await center.machines.list()) {
  console.log(machine.name, machine.status);
}

await center.close();
