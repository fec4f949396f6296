/** A process for `files.built.test.ts`: starts a download, reports it, and waits to be killed. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { download } from '@cloudlink-center/client/transfers';

const [baseUrl = '', to = ''] = process.argv.slice(2);
const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
const center = createCloudLink({ baseUrl, auth });
await download(center, 'backup.download', to, { onProgress: () => process.send?.('begun') });
