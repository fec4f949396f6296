/** Which calls may be sent again after which failures. `retries.test.ts` and `nodes.test.ts` send some. */
import { AuthError } from '@cloudlink-center/auth';
import { expect, test } from 'vitest';
import type { HttpMethod } from '../src/call/call-context.ts';
import { traitsOf } from '../src/call/call-traits.ts';
import { mayGoElsewhere, mayRepeat, type Rules, rulesOf } from '../src/call/repetition-rules.ts';
import {
  CloudLinkError,
  type CloudLinkErrorCode,
  type CloudLinkErrorDetails,
} from '../src/errors/cloudlink-error.ts';

const REPEATABLE: Rules = { operationId: undefined, repeatable: true, nodeLocal: false };
const ONCE: Rules = { ...REPEATABLE, repeatable: false };

test.each<[HttpMethod, string, Rules]>([
  ['GET', '/securevm', { operationId: 'machines.list', repeatable: true, nodeLocal: false }],
  ['GET', '/dns', { operationId: 'dns.list', repeatable: true, nodeLocal: true }],
  ['GET', '/backup/key', { operationId: 'backup.createKey', repeatable: false, nodeLocal: false }],
  ['POST', '/securevm/groups', { operationId: 'machineGroups.create', repeatable: false, nodeLocal: false }],
  // Not in the specification.
  ['GET', '/made/up', { operationId: 'given', repeatable: true, nodeLocal: false }],
  ['PUT', '/made/up', { operationId: 'given', repeatable: false, nodeLocal: false }],
])('the rules of %s %s', async (method, path, rules) => {
  const call = { number: 1, method, path, operationId: 'given', init: {} };
  expect(await rulesOf(call, traitsOf(method, path))).toEqual(rules);
});

test('a GET with side effects is not repeatable, also if only the tables of the caller know it', async () => {
  const call = { number: 1, method: 'GET', path: '/made/up', operationId: undefined, init: {} } as const;
  const tables = { methods: {}, traits: { 'GET /made/up': 'e' }, queries: {}, rawSlashes: {} };
  expect(await rulesOf(call, traitsOf('GET', '/made/up', tables))).toEqual(ONCE);
});

const locked = new AuthError('token_refused', 'wait', { status: 429 });
const unavailable = new AuthError('token_malformed', 'wait', { status: 503 });
const refusedSecret = new AuthError('token_refused', 'no', { status: 401, oauthError: 'invalid_client' });
const refusedToken = new AuthError('token_refused', 'no', { status: 401 });

test.each<[CloudLinkErrorCode, CloudLinkErrorDetails, boolean]>([
  ['unreachable', {}, true],
  ['timeout', {}, true],
  ['unexpected_status', { status: 408 }, true],
  ['unexpected_status', { status: 429 }, true],
  ['server_error', { status: 502 }, true],
  ['server_error', { status: 503 }, true],
  ['server_error', { status: 504 }, true],
  ['sign_in_failed', { cause: locked }, true],
  ['sign_in_failed', { cause: unavailable }, true],
  ['sign_in_failed', { cause: refusedSecret }, false],
  ['sign_in_failed', { cause: { retryable: true } }, false],
  ['sign_in_failed', {}, false],
  ['server_error', { status: 500 }, false],
  ['unauthorized', { status: 401 }, false],
  ['not_found', { status: 404 }, false],
  ['untrusted_certificate', {}, false],
  ['proxy_refused', { cause: locked }, false],
  ['closed', {}, false],
  ['response_too_large', { status: 503 }, false],
])('%s %j of a repeatable call may be retried: %s', (code, details, may) => {
  const error = new CloudLinkError(code, 'made up', details);
  const unsent = new CloudLinkError(code, 'made up', { ...details, notSent: true });
  expect([mayRepeat(error, REPEATABLE), mayRepeat(error, ONCE)]).toEqual([may, false]);
  expect([mayRepeat(unsent, REPEATABLE), mayRepeat(unsent, ONCE)]).toEqual([may, may]);
});

test.each<[CloudLinkErrorCode, CloudLinkErrorDetails, boolean, boolean]>([
  ['unauthorized', { status: 401 }, true, true],
  ['sign_in_failed', { cause: refusedToken }, true, true],
  ['sign_in_failed', { cause: refusedSecret }, false, false],
  ['unreachable', {}, true, false],
  ['unreachable', { notSent: true }, true, true],
  ['not_found', { status: 404 }, false, false],
])('%s %j may move to another node: %s if repeatable, else %s', (code, details, repeatable, once) => {
  const error = new CloudLinkError(code, 'made up', details);
  expect([mayGoElsewhere(error, REPEATABLE), mayGoElsewhere(error, ONCE)]).toEqual([repeatable, once]);
});
