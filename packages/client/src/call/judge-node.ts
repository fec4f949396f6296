/**
 * Reports whether an attempt shows that its node works or has failed. `client/choose-node.ts` acts on it.
 *
 * @module
 */
import { isAuthError } from '@cloudlink-center/auth';
import type { CloudLinkError, CloudLinkErrorCode } from '../errors/cloudlink-error.ts';
import type { Node, Nodes } from './node.ts';

/** Statuses of a node that is out of service, not merely busy. */
const OUT_OF_SERVICE: ReadonlySet<number> = new Set([502, 503, 504]);
/** Failures that concern the node, whatever the call was. */
const OF_THE_NODE: ReadonlySet<CloudLinkErrorCode> = new Set([
  'unreachable',
  'timeout',
  'untrusted_certificate',
  'sign_in_failed',
  'unauthorized',
]);

/**
 * Whether the Center refused the secret with an OAuth error. A plain 401 may come from a single node that
 * refuses everybody. All nodes of a cluster share their users and the count of wrong secrets that locks a
 * user, so a refused secret is not tried on another node.
 */
export function isRefusedSecret({ code, cause }: CloudLinkError): boolean {
  return code === 'sign_in_failed' && isAuthError(cause) && cause.oauthError !== undefined;
}

export function judgeNode(nodes: Nodes, node: Node, error: CloudLinkError): void {
  const { code, status } = error;
  if (isRefusedSecret(error)) return;
  if (OF_THE_NODE.has(code) || OUT_OF_SERVICE.has(status ?? 0)) nodes.failed(node, error);
  else if (status !== undefined && status < 500 && code !== 'malformed_response') nodes.worked(node);
}
