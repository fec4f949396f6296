import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink, debugHooks } from '../src/index.ts';
import { json, scriptedCenter } from './scripted-center.ts';

test('prints one line per event, without secrets and parameter values', async () => {
  await using server = await scriptedCenter('canary-token');
  const lines: string[] = [];
  await using center = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'automation', clientSecret: 'canary-secret' }),
    hooks: debugHooks((line) =>
      lines.push(line.replaceAll(/\d+ ms/g, 'n ms').replaceAll(server.url, 'NODE')),
    ),
  });
  server.script(json(503, {}, { 'Retry-After': '0' }), json(200, { uuid: 'canary-value' }));
  await center.machines.get({ path: { uuid: 'canary-value' } });
  expect(lines).toEqual([
    '#1 machines.get GET /securevm/{uuid} to NODE',
    'token from NODE: 200 in n ms',
    '#1 machines.get GET /securevm/{uuid} 503 in n ms',
    '#1 machines.get GET /securevm/{uuid} again in n ms, after server_error',
    '#1 machines.get GET /securevm/{uuid} to NODE, attempt 2',
    '#1 machines.get GET /securevm/{uuid} 200 in n ms',
  ]);
  expect(lines.join()).not.toContain('canary');
});

test('errors thrown by hooks are ignored', async () => {
  await using server = await scriptedCenter();
  await using center = createCloudLink({
    baseUrl: server.url,
    auth: clientCredentials({ clientId: 'automation', clientSecret: 'correct horse battery staple' }),
    hooks: debugHooks(() => {
      throw new Error('the disk is full');
    }),
  });
  expect(await center.machines.list()).toEqual([]);
});
