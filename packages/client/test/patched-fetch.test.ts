/** A patched global fetch sees sign-in and calls, and the trust of the client still holds. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clientCredentials, type CloudLink, createCloudLink, type TlsOptions } from '../src/index.ts';
import { upload } from '../src/transfers.ts';
import { watchGlobalFetch } from '../src/transport/global-fetch.ts';
import { makeCertificate } from '@cloudlink-center/testing/certificates';
import { proxyServer } from '@cloudlink-center/testing/proxy-server';
import { type TlsCenter, tlsCenter } from '@cloudlink-center/testing/tls-center';

const SECRET = 'canary-secret';
const TOKEN = { access_token: 'made-up', token_type: 'bearer', expires_in: 7199 };
const own = await makeCertificate();
const other = await makeCertificate();
const realFetch = globalThis.fetch;
const closers: (() => unknown)[] = [];
let server: TlsCenter;

beforeEach(async () => {
  server = await tlsCenter(own);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(closers.splice(0).map((close) => close()));
  await server[Symbol.asyncDispose]();
});

const pin: TlsOptions = { fingerprint256: own.fingerprint256 };

function clientOf(tls: TlsOptions | undefined = pin, proxy?: string): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: SECRET });
  const center = createCloudLink({
    baseUrl: server.url,
    auth,
    retry: 0,
    ...(tls && { tls }),
    ...(proxy !== undefined && { proxy }),
  });
  closers.push(() => center.close());
  return center;
}

type Fetch = typeof fetch;
const urlOf = (input: Parameters<Fetch>[0]): string =>
  input instanceof Request ? input.url : input.toString();
/** Patches that pass on their second argument. */
const PATCHES: [string, (seen: string[]) => Fetch][] = [
  [
    'as it is',
    (seen) => (input, init) => {
      seen.push(`${init?.method ?? ''} ${urlOf(input)}`);
      return realFetch(input, init);
    },
  ],
  [
    'with a header more',
    (seen) => (input, init) => {
      seen.push(`${init?.method ?? ''} ${urlOf(input)}`);
      const headers = { ...(init?.headers as Record<string, string>), traceparent: 'made-up' };
      return realFetch(input, { ...init, headers });
    },
  ],
  [
    'as a Request of its own',
    (seen) => (input, init) => {
      const made = new Request(input, init);
      seen.push(`${made.method} ${made.url}`);
      return realFetch(made, init);
    },
  ],
  [
    'as a Proxy',
    (seen) =>
      new Proxy(realFetch, {
        apply(target, self, [input, init]: Parameters<Fetch>) {
          seen.push(`${init?.method ?? ''} ${urlOf(input)}`);
          return target.call(self, input, init);
        },
      }),
  ],
];

describe('a patched fetch', () => {
  test.each(PATCHES)('that passes on its second argument works with a fingerprint: %s', async (_, patch) => {
    const center = clientOf();
    await center.machines.list();
    expect(server.requests).toHaveLength(2);
    const seen: string[] = [];
    // Patched after the client was created; each call checks it.
    vi.stubGlobal('fetch', patch(seen));
    await center.machineGroups.create({ body: { name: 'One' } });
    await center.machines.delete({ path: { uuid: 'a' } });
    center.openapiFetch.use({ onRequest: () => undefined });
    await center.machineGroups.create({ body: { name: 'Two' } });
    const fresh = clientOf({ ca: own.cert });
    await fresh.machines.list();
    const methods = seen.map((line) => line.split(' ')[0]);
    expect(methods).toEqual(['POST', 'DELETE', 'POST', 'POST', 'GET']);
    expect(server.requests).toHaveLength(2 + seen.length);
    expect(seen.join()).not.toContain(SECRET);
    vi.unstubAllGlobals();
    await center.machines.list();
    expect(seen).toHaveLength(5);
  });

  test('sees uploads, which are streamed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloudlink-patched-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'backup.bin');
    writeFileSync(file, 'x'.repeat(100_000));
    const seen: string[] = [];
    vi.stubGlobal('fetch', PATCHES[0]?.[1](seen));
    const center = clientOf();
    await upload(center, 'licenses.upload', { file });
    expect(seen.map((line) => line.split(' ')[0])).toEqual(['POST', 'POST']);
    expect(server.bytes).toBeGreaterThan(100_000);
  });

  test.each([
    ['the first argument alone', (input: Parameters<Fetch>[0]) => realFetch(input)],
    [
      'all but the dispatcher',
      (input: Parameters<Fetch>[0], init?: RequestInit) => {
        const { method, headers, body } = init ?? {};
        return realFetch(input, { method: method ?? 'GET', headers: headers ?? {}, body: body ?? null });
      },
    ],
    [
      'nothing to Node, and sends by itself',
      (input: Parameters<Fetch>[0], init?: RequestInit) =>
        new Promise<Response>((resolve, reject) => {
          const { method = 'GET' } = init ?? {};
          request(urlOf(input), { method, rejectUnauthorized: false })
            .on('response', () => resolve(new Response()))
            .on('error', reject)
            .end();
        }),
    ],
  ])('that passes on %s is a clear error, and no byte is sent', async (_, patch) => {
    vi.stubGlobal('fetch', patch);
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    for (const verification of ['1', '0']) {
      process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = verification;
      const center = clientOf();
      await expect(center.machines.delete({ path: { uuid: 'a' } })).rejects.toMatchObject({
        code: 'untrusted_certificate',
        notSent: true,
        message: expect.stringMatching(/fetch is patched.*second argument.*Nothing was sent/),
      });
    }
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    expect(server.bytes).toBe(0);
  });

  test.each([
    ['a wrong fingerprint', { fingerprint256: other.fingerprint256 }],
    ['a wrong CA', { ca: other.cert }],
    ['nothing', undefined],
  ])('sends no byte to a peer that %s does not trust', async (_, tls) => {
    vi.stubGlobal('fetch', PATCHES[0]?.[1]([]));
    const center = clientOf(tls ?? {});
    await expect(center.machines.list()).rejects.toMatchObject({
      code: 'untrusted_certificate',
      message: expect.stringContaining(own.fingerprint256),
    });
    expect(server.bytes).toBe(0);
  });

  test('goes through the proxy', async () => {
    await using proxy = await proxyServer();
    vi.stubGlobal('fetch', PATCHES[1]?.[1]([]));
    const center = clientOf(pin, proxy.url);
    await expect(center.machines.list()).resolves.toEqual([]);
    expect(proxy.asked().length).toBeGreaterThan(0);
  });

  test('that responds by itself keeps a DELETE from the server', async () => {
    const fake = vi.fn(async (input: string, _init?: RequestInit) =>
      input.includes('/oauth/token') ? Response.json(TOKEN) : new Response(null, { status: 204 }),
    );
    vi.stubGlobal('fetch', fake);
    await clientOf().machines.delete({ path: { uuid: 'a' } });
    expect(fake.mock.calls.map(([, init]) => init?.method)).toEqual(['POST', 'DELETE']);
    expect(server.requests).toEqual([]);
  });
});

test('Node’s own fetch is recognized, so that calls stay fast', () => {
  expect(watchGlobalFetch()()).toBe(false);
});

test('OpenTelemetry’s instrumentation of undici sees all requests', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const instrumentation = new UndiciInstrumentation();
  instrumentation.setTracerProvider(provider);
  instrumentation.enable();
  closers.push(() => instrumentation.disable());
  const center = clientOf();
  await center.machines.list();
  center.openapiFetch.use({ onRequest: () => undefined });
  await center.machines.list();
  vi.stubGlobal('fetch', PATCHES[0]?.[1]([]));
  await center.machines.list();
  const names = exporter.getFinishedSpans().map(({ attributes }) => String(attributes['url.path']));
  expect(names.map((path) => path.replace('/cloudlink/', ''))).toEqual([
    'oauth/token',
    'rest/securevm',
    'rest/securevm',
    'rest/securevm',
  ]);
});
