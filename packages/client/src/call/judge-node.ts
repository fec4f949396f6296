/**
 * What the end of an attempt says about the node that it went to. `client/choose-node.ts` draws the conclusion.
 *
 * @module
 */
import type { CloudLinkError, CloudLinkErrorCode } from '../errors/cloudlink-error.ts';
import type { Node, Nodes } from './node.ts';

/** Statuses of a node that is out of service, rather than busy. */
const OUT_OF_SERVICE: ReadonlySet<number> = new Set([502, 503, 504]);
/** Failures of the node, whatever was asked of it. */
const OF_THE_NODE: ReadonlySet<CloudLinkErrorCode> = new Set([
  'unreachable',
  'timeout',
  'untrusted_certificate',
  'sign_in_failed',
  'unauthorized',
]);

export function judgeNode(nodes: Nodes, node: Node, error: CloudLinkError): void {
  const { code, status } = error;
  if (OF_THE_NODE.has(code) || OUT_OF_SERVICE.has(status ?? 0)) nodes.failed(node, error);
  else if (status !== undefined && status < 500 && code !== 'malformed_response') nodes.worked(node);
}
