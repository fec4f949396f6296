/**
 * Runs in its own network. The server reads a POST completely, and then the route between it and the client
 * breaks. The route returns as soon as the client has noticed. Prints as JSON what the client and the server
 * saw.
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setPriority } from 'node:os';
import { createCloudLink, isCloudLinkError } from '@cloudlink-center/client';

// Linux confirms what it receives within 40 ms, and the route has to break before that, on a busy machine as
// well.
try {
  setPriority(-20);
} catch {
  // Only root may.
}
/** Started before it is needed, so that its commands take effect at once. */
const routes = spawn('ip', ['-batch', '-'], { stdio: ['pipe', 'ignore', 'inherit'] });

function ip(...commands: string[]): void {
  routes.stdin.write(commands.map((command) => `${command}\n`).join(''));
}

if (spawnSync('ip', ['link', 'set', 'lo', 'up']).status !== 0) throw new Error('There is no loopback.');
// The system then closes a connection after two retransmissions, in a second instead of a quarter of an hour.
writeFileSync('/proc/sys/net/ipv4/tcp_retries2', '2');

let posts = 0;
const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    response.end('[]');
    return;
  }
  request.resume().once('end', () => {
    posts += 1;
    if (posts > 1) response.end('{}');
    else
      ip(
        'route del local 127.0.0.1 dev lo table local',
        'route del local 127.0.0.0/8 dev lo table local',
        'route add unreachable 127.0.0.0/8 table local',
      );
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
// A listening server on a port has such an address.
const { port } = server.address() as AddressInfo;

const token = { value: 'made-up-token', expiresAt: undefined };
const retries: boolean[] = [];
const center = createCloudLink({
  baseUrl: `http://127.0.0.1:${port}`,
  auth: {
    origin: undefined,
    peek: () => token,
    getToken: () => Promise.resolve(token),
    invalidate() {},
    logout: () => Promise.resolve(),
  },
  timeout: 5_000,
  hooks: {
    onResponse({ error }) {
      if (error !== undefined)
        ip(
          'route del unreachable 127.0.0.0/8 table local',
          'route add local 127.0.0.0/8 dev lo table local',
          'route add local 127.0.0.1 dev lo table local',
        );
    },
    onRetry: ({ error }) => void retries.push(error.notSent),
  },
});
// On a connection in use, Linux confirms received data a little later, so the client still waits for that
// when the route breaks.
await center.machines.list();
let failure: unknown;
try {
  await center.machineGroups.create({ body: { name: 'A' } });
} catch (error) {
  failure = error;
}
// The route works again, so a second POST would have arrived by now.
const machines = await center.machines.list();
const known = isCloudLinkError(failure) ? { code: failure.code, notSent: failure.notSent } : String(failure);
console.log(JSON.stringify({ posts, retries, known, says: String(failure), machines }));
await center.close();
routes.stdin.end();
server.closeAllConnections();
server.close();
