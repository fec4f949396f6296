/**
 * Linux also reports EHOSTUNREACH on an established connection, so a POST that the server has read must not
 * be retried. The test runs in its own network namespace, so that nothing on the machine changes.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('broken-route/send-once.ts', import.meta.url));

/** Gives a process its own network: as root, or as any user where the system allows user namespaces. */
const unshare = [['--net'], ['--net', '--map-root-user']].find(
  (options) => spawnSync('unshare', [...options, 'ip', 'link']).status === 0,
);

// Linux confirms after at most 40 ms. A busy machine may take longer to break the route, and then the test is
// repeated.
const again = { retry: 3, timeout: 60_000 };

test('a POST that was read is not retried when its route breaks', again, (context) => {
  if (unshare === undefined) {
    context.skip('No process can have a network of its own here (unshare --net, ip of iproute2).');
    return;
  }
  const { stdout, stderr } = spawnSync('unshare', [...unshare, process.execPath, script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    posts: 1,
    retries: [],
    known: { code: 'unreachable', notSent: false },
    says: expect.stringContaining('EHOSTUNREACH'),
    machines: [],
  });
});
