/**
 * Linux reports EHOSTUNREACH on a connection that was there, too: a POST that the server has read may not be
 * sent again. In a network of the test's own, so that nothing of the machine is changed.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('broken-route/send-once.ts', import.meta.url));

/**
 * What gives a process a network of its own: as root, or as any user where the system lets users have name
 * spaces.
 */
const unshare = [['--net'], ['--net', '--map-root-user']].find(
  (options) => spawnSync('unshare', [...options, 'ip', 'link']).status === 0,
);

// Linux waits 40 ms at the most before it confirms, and a busy machine may take longer to break the route:
// then it is done again.
const again = { retry: 3, timeout: 60_000 };

test('a POST that was read is not sent again when its route breaks', again, (context) => {
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
