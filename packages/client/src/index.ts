/**
 * `@cloudlink-center/client`: the type-safe API of CloudLink Center. Every name below is public API.
 *
 * @module
 */
export { createCloudLink, type CloudLink } from './create-cloudlink.ts';
export {
  clientCredentials,
  type ClientCredentialsOptions,
  implicit,
  type ImplicitOptions,
  type ImplicitSource,
  type TokenSource,
} from '@cloudlink-center/auth';
export {
  CloudLinkError,
  isCloudLinkError,
  type CloudLinkErrorCode,
  type CloudLinkErrorDetails,
} from './errors/cloudlink-error.ts';
export type {
  CallOptions,
  CallResult,
  DataWithResponse,
  FailureStatus,
  MethodResult,
  SuccessStatus,
  Timeouts,
} from './call-options.ts';
export type { CloudLinkCore, CloudLinkOptions, NodeAddress } from './create-core.ts';
export { debugHooks } from './debug-hooks.ts';
export type { Groups } from './generated/groups.ts';
export type { CallEvent, Hooks, NodeChangeEvent, ResponseEvent, RetryEvent, TokenEvent } from './hooks.ts';
export type { PathCall, PathCalls } from './path-calls.ts';
export type { TlsOptions } from './tls-options.ts';
export { type Waiter, type WaitOptions, type WaitState } from './work/poll.ts';
export { resumeWait } from './work/resume-wait.ts';
export { WaitError, type WaitErrorCode } from './work/wait-error.ts';
export {
  waitForBackup,
  waitForCenter,
  waitForDiagnostics,
  waitForKeyMove,
  waitForUpgrade,
} from './work/wait-for-center.ts';
export {
  type DiskAddress,
  encryptDisk,
  waitForDisk,
  waitForMachineEncryption,
  waitWhilePending,
} from './work/wait-for-disk.ts';
export {
  type FollowOptions,
  iterateActions,
  iterateEvents,
  iterateKeystoreKeys,
  iterateKmipObjects,
  iterateSecurityEvents,
  type PageOptions,
} from './work/pages.ts';
