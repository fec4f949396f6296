/**
 * A process that begins a download, says so, and waits to be killed.
 */
import { clientCredentials, createCloudLink } from '../../src/index.ts';
import { download } from '../../src/transfers.ts';

const [baseUrl = '', to = ''] = process.argv.slice(2);
const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
const center = createCloudLink({ baseUrl, auth });
await download(center, 'backup.download', to, { onProgress: () => process.send?.('begun') });
