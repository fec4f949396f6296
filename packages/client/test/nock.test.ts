/** Tests that use nock: it sees sign-in and calls of this client. */
import nock from 'nock';
import { expect, test } from 'vitest';
import { clientCredentials, CloudLinkError, createCloudLink } from '../src/index.ts';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

const TOKEN = { access_token: 'made-up', token_type: 'bearer', expires_in: 7199 };

test('nock sees sign-in and calls, and blocks everything else', async () => {
  await using server = await tlsCenter(await makeCertificate());
  nock(server.url).post('/cloudlink/oauth/token').query(true).reply(200, TOKEN);
  nock(server.url).delete('/cloudlink/rest/securevm/a').reply(204);
  nock.disableNetConnect();
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  try {
    await using center = createCloudLink({ baseUrl: server.url, auth, retry: 0 });
    await center.machines.delete({ path: { uuid: 'a' } });
    expect(nock.isDone()).toBe(true);
    await expect(center.machines.list()).rejects.toBeInstanceOf(CloudLinkError);
    expect(server.requests).toEqual([]);
  } finally {
    nock.enableNetConnect();
    nock.cleanAll();
    nock.restore();
  }
});
