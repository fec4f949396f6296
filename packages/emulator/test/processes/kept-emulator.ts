/**
 * An emulator that keeps its state, and says each change of its own that was acknowledged: for the test that
 * kills it. Its first argument is the folder, its second a name for what it writes.
 *
 * @module
 */
import { Agent, request } from 'node:https';
import { startEmulator } from '../../src/index.ts';

const [, , data = '', prefix = ''] = process.argv;
const emulator = await startEmulator({ data });
const agent = new Agent({ ca: emulator.ca, keepAlive: true });

function call(
  method: string,
  path: string,
  body?: object,
  token = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const outgoing = request(emulator.url + path, { method, agent, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
    });
    outgoing.on('error', reject).end(body && JSON.stringify(body));
  });
}

const query = `grant_type=client_credentials&client_id=${emulator.clientId}&client_secret=${emulator.clientSecret}&scope=all`;
const { text } = await call('POST', `/cloudlink/oauth/token?${query}`);
const { access_token: token } = JSON.parse(text) as { access_token: string };
const { text: list } = await call('GET', '/cloudlink/rest/keystores', undefined, token);
process.stdout.write(`kept ${list}\n`);
for (let number = 0; ; number += 1) {
  const name = `${prefix}-${number}`;
  const { status } = await call('POST', '/cloudlink/rest/keystores', { name }, token);
  if (status === 201) process.stdout.write(`acknowledged ${name}\n`);
}
