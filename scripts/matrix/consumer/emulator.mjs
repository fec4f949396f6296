/**
 * An emulator in a process of its own, from the installed tarball: `emulator.mjs [origin of a web
 * application]`. The first line that it prints is JSON with what a client needs, and the address of a back
 * door on loopback. It ends when its input ends. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { createServer } from 'node:http';
import { connect } from 'node:tls';
import { createHash } from 'node:crypto';
import { startEmulator } from '@cloudlink-center/emulator';

const origin = process.argv[2];
const emulator = await startEmulator(
  origin === undefined ? {} : { implicit: { clients: { web: [`${origin}/callback`] } } },
);
if (origin !== undefined) emulator.store.state.origins.push(origin);

const control = createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/revoke') emulator.revokeTokens();
  // Pages ask, too.
  response.setHeader('Access-Control-Allow-Origin', '*');
  const { requests, tokenRequests } = emulator;
  response.end(JSON.stringify({ requests, tokenRequests }));
});
await new Promise((resolve) => control.listen(0, '127.0.0.1', resolve));

const { url: baseUrl, ca, fingerprint256, clientId, clientSecret } = emulator;
const another = await startEmulator();
await another.close();
const facts = {
  anotherCa: another.ca,
  baseUrl,
  ca,
  fingerprint256,
  clientId,
  clientSecret,
  spki256: await keyHash(),
};
console.log(JSON.stringify({ ...facts, control: `http://127.0.0.1:${control.address().port}` }));

process.stdin.resume().once('end', () => {
  control.close();
  control.closeAllConnections();
  void emulator.close();
});

/** SHA-256 of the certificate's public key, which Chromium takes as an exception. */
function keyHash() {
  return new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(baseUrl);
    const socket = connect({ host, port: Number(port), ca }, () => {
      const key = socket.getPeerX509Certificate().publicKey.export({ type: 'spki', format: 'der' });
      resolve(createHash('sha256').update(key).digest('base64'));
      socket.destroy();
    }).once('error', reject);
  });
}
