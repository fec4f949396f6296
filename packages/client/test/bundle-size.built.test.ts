/**
 * Limits what a browser downloads before the first call, and what a bundler keeps of an unused package. The
 * operation table loads with the first failure, and does not count.
 *
 * @module
 */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { firstDownload, leaveOutLater } from '@cloudlink-center/testing/browser-bundle';

const here = import.meta.dirname;
/** In bytes, after minification and gzip. */
const CELLS = [
  [
    'client/core with implicit',
    `import { createCloudLinkCore, implicit } from '@cloudlink-center/client/core';
     console.log(createCloudLinkCore, implicit);`,
    16_500,
  ],
  [
    'client with implicit',
    `import { createCloudLink, implicit } from '@cloudlink-center/client';
     console.log(createCloudLink, implicit);`,
    20_000,
  ],
  [
    'everything but waiters and transfers',
    `import { clientCredentials, createCloudLink, debugHooks, implicit, isCloudLinkError } from '@cloudlink-center/client';
     import { iterateActions, iterateEvents, iterateKeystoreKeys } from '@cloudlink-center/client';
     import { iterateKmipObjects, iterateSecurityEvents } from '@cloudlink-center/client';
     console.log(createCloudLink, clientCredentials, implicit, isCloudLinkError, debugHooks);
     console.log(iterateActions, iterateEvents, iterateKeystoreKeys, iterateKmipObjects, iterateSecurityEvents);`,
    24_500,
  ],
] as const;

const ENTRIES = [
  '@cloudlink-center/client',
  '@cloudlink-center/client/core',
  '@cloudlink-center/client/permissions',
  '@cloudlink-center/auth',
  '@cloudlink-center/spec',
];

test.each(CELLS)('a browser downloads little for %s', async (name, source, limit) => {
  const size = gzipSync(await firstDownload(source, here), { level: 9 }).length;
  console.log(`${name}: ${size} of ${limit} bytes`);
  expect(size).toBeLessThanOrEqual(limit);
});

test.each(ENTRIES)('importing %s does nothing', async (entry) => {
  expect(await firstDownload(`import '${entry}';`, here)).toBe('');
  // What package.json promises, checked: only collections and constants are made.
  // Files that are loaded later are left out: bundlers move what they share with these into one file.
  const kept = await firstDownload(`import '${entry}';`, here, {
    ignoreAnnotations: true,
    plugins: [leaveOutLater],
  });
  const calls = [...kept.matchAll(/(new )?([\w$.]+)\(/g)].map(([call]) => call);
  expect(calls.filter((call) => !/^new (Set|Map|WeakMap|WeakSet|TextDecoder)\($/.test(call))).toEqual([]);
});
