/** The environment is used if the agent of Node has it; `proxy-switch.built.test.ts` tries Node's own switch. */
import https, { Agent } from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { proxySwitch } from '../src/transport/proxy-switch.ts';

const { globalAgent } = https;
afterEach(() => {
  https.globalAgent = globalAgent;
});

const center = new URL('https://clc.example.com');

test('an agent with the environment uses its proxy, also when the agent changes later', () => {
  https.globalAgent = new Agent({ proxyEnv: { HTTPS_PROXY: 'http://proxy:3128' } });
  expect(proxySwitch(center)).toMatchObject({ origin: 'http://proxy:3128' });
  https.globalAgent = new Agent();
  expect(proxySwitch(center)).toBeUndefined();
});

test('an agent of another library uses none', () => {
  // Some have no `options`.
  https.globalAgent = {} as Agent;
  expect(proxySwitch(center)).toBeUndefined();
});
