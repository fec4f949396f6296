/** Tests that use MSW: it sees sign-in and calls of this client. */
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { clientCredentials, CloudLinkError, createCloudLink, type TlsOptions } from '../src/index.ts';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { tlsCenter } from '@cloudlink-center/testing/tls-center';

const TOKEN = { access_token: 'made-up', token_type: 'bearer', expires_in: 7199 };

test('MSW sees sign-in and calls, and requests that it passes on keep the trust of the client', async () => {
  const own = await makeCertificate();
  await using server = await tlsCenter(own);
  const worker = setupServer(
    http.post(`${server.url}/cloudlink/oauth/token`, () => HttpResponse.json(TOKEN)),
    http.delete(`${server.url}/cloudlink/rest/securevm/:uuid`, () => new HttpResponse(null, { status: 204 })),
  );
  worker.listen({ onUnhandledFrame: 'bypass' });
  const auth = clientCredentials({ clientId: 'robot', clientSecret: 'made-up' });
  const clientOf = (tls: TlsOptions) => createCloudLink({ baseUrl: server.url, auth, retry: 0, tls });
  try {
    await using center = clientOf({ ca: own.cert });
    await center.machines.delete({ path: { uuid: 'a' } });
    expect(server.requests).toEqual([]);
    await expect(center.machines.list()).resolves.toEqual([]);
    expect(server.requests).toEqual(['GET /cloudlink/rest/securevm']);
    const { bytes } = server;
    await using wrong = clientOf({ ca: (await makeCertificate()).cert });
    await expect(wrong.machines.list()).rejects.toBeInstanceOf(CloudLinkError);
    expect(server.bytes).toBe(bytes);
    await using pinned = clientOf({ fingerprint256: own.fingerprint256 });
    await expect(pinned.machines.list()).rejects.toMatchObject({
      code: 'untrusted_certificate',
      message: expect.stringMatching(/test tool replaces.*Leave out tls\.fingerprint256/),
    });
    expect(server.bytes).toBe(bytes);
  } finally {
    worker.close();
  }
});
