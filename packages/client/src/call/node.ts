/**
 * What a call needs to know of the nodes of a cluster. `client/create-node.ts` makes them, `client/choose-node.ts` chooses.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { SignedInTo } from '../sign-in/signed-in.ts';

export interface Node extends SignedInTo {
  /** Where the paths of the API begin, such as `https://clc.example.com/cloudlink/rest`. */
  readonly restUrl: string;
}

export interface Nodes {
  readonly all: readonly Node[];
  /** The one that calls go to. */
  current(): Node;
  /** Whether a node that failed, and is preferred to the current one, may be tried again. */
  isTrialDue(): boolean;
  /** That node, for one call, which must do no harm when it is sent again. */
  takeTrial(): Node | undefined;
  /** Whether it has failed lately and not worked since. */
  hasFailed(node: Node): boolean;
  /** @throws TypeError when the list has no such origin. */
  named(origin: string): Node;
  /** Later calls go elsewhere, while another node works. */
  failed(node: Node, error: CloudLinkError): void;
  worked(node: Node): void;
}
