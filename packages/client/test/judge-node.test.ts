/** Which failures count against a node, and which show that it works. `nodes.test.ts` tries some with calls. */
import { AuthError } from '@cloudlink-center/auth';
import { expect, test } from 'vitest';
import { isRefusedSecret, judgeNode } from '../src/call/judge-node.ts';
import type { Node, Nodes } from '../src/call/node.ts';
import { CloudLinkError, type CloudLinkErrorCode } from '../src/errors/cloudlink-error.ts';

// Only the origin matters here.
const node = { origin: 'https://a.example.com' } as Node;

function failure(
  code: CloudLinkErrorCode,
  details: { status?: number; cause?: unknown } = {},
): CloudLinkError {
  return new CloudLinkError(code, 'made up', details);
}

function verdictOn(error: CloudLinkError): string {
  const told: unknown[][] = [];
  // The other functions are not called.
  const nodes = {
    failed: (...given: unknown[]) => void told.push(['has failed', ...given]),
    worked: (...given: unknown[]) => void told.push(['works', ...given]),
  } as unknown as Nodes;
  judgeNode(nodes, node, error);
  expect(told).toEqual(
    told.map(([verdict]) => (verdict === 'works' ? [verdict, node] : [verdict, node, error])),
  );
  return told.map(([verdict]) => verdict).join() || 'is unknown';
}

const refusedSecret = new AuthError('token_refused', 'no', { status: 401, oauthError: 'invalid_client' });
const refusedToken = new AuthError('token_refused', 'no', { status: 401 });

test.each<[CloudLinkErrorCode, { status?: number; cause?: unknown }, string]>([
  ['unreachable', {}, 'has failed'],
  ['timeout', {}, 'has failed'],
  ['untrusted_certificate', {}, 'has failed'],
  ['unauthorized', { status: 401 }, 'has failed'],
  ['sign_in_failed', {}, 'has failed'],
  ['sign_in_failed', { cause: refusedToken }, 'has failed'],
  ['server_error', { status: 502 }, 'has failed'],
  ['server_error', { status: 503 }, 'has failed'],
  ['server_error', { status: 504 }, 'has failed'],
  ['sign_in_failed', { cause: refusedSecret }, 'is unknown'],
  ['server_error', { status: 500 }, 'is unknown'],
  ['server_error', { status: 501 }, 'is unknown'],
  ['proxy_refused', {}, 'is unknown'],
  ['malformed_response', { status: 200 }, 'is unknown'],
  ['response_too_large', {}, 'is unknown'],
  ['not_found', { status: 404 }, 'works'],
  ['unexpected_status', { status: 499 }, 'works'],
])('after %s %j, the node %s', (code, details, verdict) => {
  expect(verdictOn(failure(code, details))).toBe(verdict);
});

test('only an OAuth error of a sign-in refuses the secret', () => {
  expect(isRefusedSecret(failure('sign_in_failed', { cause: refusedSecret }))).toBe(true);
  expect(isRefusedSecret(failure('sign_in_failed', { cause: refusedToken }))).toBe(false);
  expect(isRefusedSecret(failure('sign_in_failed', { cause: { oauthError: 'invalid_client' } }))).toBe(false);
  expect(isRefusedSecret(failure('sign_in_failed'))).toBe(false);
  expect(isRefusedSecret(failure('unreachable', { cause: refusedSecret }))).toBe(false);
});
