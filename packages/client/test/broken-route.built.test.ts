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
const TRIES = 20;

test('a POST that was read is not retried when its route breaks', (context) => {
  if (unshare === undefined) {
    context.skip('No process can have a network of its own here (unshare --net, ip of iproute2).');
    return;
  }
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const { stdout, stderr } = spawnSync('unshare', [...unshare, process.execPath, script], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const seen = JSON.parse(stdout) as { known: { code: string } };
    const isConfirmed = seen.known.code === 'timeout';
    expect(seen).toEqual({
      posts: 1,
      retries: [],
      known: { code: isConfirmed ? 'timeout' : 'unreachable', notSent: false },
      says: isConfirmed ? expect.any(String) : expect.stringContaining('EHOSTUNREACH'),
      machines: [],
    });
    if (!isConfirmed) return;
  }
  throw new Error(`In ${TRIES} tries, the route never broke before the POST was confirmed.`);
});
