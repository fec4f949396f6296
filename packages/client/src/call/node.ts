/**
 * The nodes of a cluster as a call sees them. `client/create-node.ts` creates them, and
 * `client/choose-node.ts` chooses one.
 *
 * @module
 */
import type { CloudLinkError } from '../errors/cloudlink-error.ts';
import type { SignedInTo } from '../sign-in/signed-in.ts';

export interface Node extends SignedInTo {
  /** Base URL of the API, such as `https://clc.example.com/cloudlink/rest`. */
  readonly restUrl: string;
}

export interface Nodes {
  readonly all: readonly Node[];
  /** The node that receives calls. */
  current(): Node;
  /** Whether a failed node that is preferred to the current one may be tried again. */
  isTrialDue(): boolean;
  /** Returns that node for one call, which must be safe to retry. */
  takeTrial(): Node | undefined;
  /** Whether it failed recently and has not worked since. */
  hasFailed(node: Node): boolean;
  /** @throws TypeError when no node has this origin. */
  named(origin: string): Node;
  /** Sends later calls to another node, if one works. */
  failed(node: Node, error: CloudLinkError): void;
  worked(node: Node): void;
}
