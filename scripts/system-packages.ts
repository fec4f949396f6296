/**
 * System packages for tests. A missing package is installed if the user is root and apt-get exists; otherwise
 * the script prints the command that installs it. Part of `npm test` and `pnpm test:matrix`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';

type SystemPackage = {
  program: string;
  debian: string;
  neededBy: string;
  /** What shows that it is there, when the program alone does not. */
  probe?: readonly [command: string, ...args: string[]];
  /** Needed by one command only, which names it. */
  onDemand?: true;
};

const NEEDED: readonly SystemPackage[] = [
  { program: 'chromium', debian: 'chromium', neededBy: 'the tests of signing in in a browser' },
  { program: 'firefox-esr', debian: 'firefox-esr', neededBy: 'the tests of signing in in a browser' },
  { program: 'ip', debian: 'iproute2', neededBy: 'the test of a route that breaks' },
  { program: 'redis-server', debian: 'redis-server', neededBy: 'the tests of the shared token store' },
  { program: 'expect', debian: 'expect', neededBy: 'the tests of the command line on a terminal' },
  { program: 'zsh', debian: 'zsh', neededBy: 'the tests of completion' },
  { program: 'fish', debian: 'fish', neededBy: 'the tests of completion' },
  { program: 'gnome-keyring-daemon', debian: 'gnome-keyring', neededBy: 'the test of the keyring' },
  { program: 'dbus-run-session', debian: 'dbus', neededBy: 'the test of the keyring' },
  { program: 'tinyproxy', debian: 'tinyproxy-bin', neededBy: 'the tests of proxies' },
  { program: 'curl', debian: 'curl', neededBy: 'the test of the emulator with curl' },
  { program: 'openssl', debian: 'openssl', neededBy: 'the tests of the emulator’s certificates' },
  {
    program: 'python3-requests',
    debian: 'python3-requests',
    neededBy: 'the test of the emulator with Python',
    // Debian's Python, not one that comes before it in the path.
    probe: ['/usr/bin/python3', '-c', 'import requests'],
  },
  { program: 'stress-ng', debian: 'stress-ng', neededBy: 'the tests on a busy machine', onDemand: true },
];

/** @param programs - Those that are needed; all that are not on demand, by default. */
export function ensureSystemPackages(programs?: readonly string[]): void {
  const needed = NEEDED.filter(({ program, onDemand }) => programs?.includes(program) ?? !onDemand);
  const missing = needed.filter((one) => !isPresent(one));
  if (missing.length === 0) return;
  const names = missing.map(({ debian }) => debian);
  const command = `apt-get update && apt-get install --yes --no-install-recommends ${names.join(' ')}`;
  for (const { program, neededBy } of missing) console.log(`${program} is missing; ${neededBy} need it.`);
  const canInstall = process.getuid?.() === 0 && spawnSync('which', ['apt-get']).status === 0;
  if (canInstall) {
    console.log(`Installing: ${command}`);
    if (spawnSync('sh', ['-c', command], { stdio: 'inherit' }).status === 0) return;
  }
  console.error(`Install it with: sudo sh -c '${command}'`);
  process.exit(1);
}

function isPresent({ program, probe = ['which', program] }: SystemPackage): boolean {
  const [command, ...args] = probe;
  return spawnSync(command, args).status === 0;
}
