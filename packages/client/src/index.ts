/**
 * `@cloudlink-center/client`: the type-safe API of CloudLink Center. Every name below is public API.
 *
 * @module
 */
export { createCloudLink, type CloudLink } from './client/create-cloudlink.ts';
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
} from './call/call-options.ts';
export type { Timeouts } from './resilience/time-limits.ts';
export type { CloudLinkCore, CloudLinkOptions, NodeAddress } from './client/create-core.ts';
export { debugHooks } from './hooks/debug-hooks.ts';
export type { Groups } from './generated/groups.ts';
export type {
  CallEvent,
  Hooks,
  NodeChangeEvent,
  ResponseEvent,
  RetryEvent,
  TokenEvent,
} from './hooks/hooks.ts';
export type { PathCall, PathCalls } from './client/path-calls.ts';
export type { TlsOptions } from './transport/tls-options.ts';
export { type Waiter, type WaitOptions, type WaitState } from './waits/poll.ts';
export { resumeWait } from './waits/resume-wait.ts';
export { WaitError, type WaitErrorCode } from './waits/wait-error.ts';
export {
  waitForBackup,
  waitForCenter,
  waitForDiagnostics,
  waitForKeyMove,
  waitForUpgrade,
} from './waits/wait-for-center.ts';
export {
  type DiskAddress,
  encryptDisk,
  waitForDisk,
  waitForMachineEncryption,
  waitWhilePending,
} from './waits/wait-for-disk.ts';
export {
  type AfterRestore,
  type BeforeRestore,
  type RestoreEnd,
  waitForRestore,
} from './waits/wait-for-restore.ts';
export type { FollowOptions } from './lists/happenings.ts';
export {
  iterateActions,
  iterateEvents,
  iterateKeystoreKeys,
  iterateKmipObjects,
  iterateSecurityEvents,
} from './lists/pages.ts';
export type { PageOptions } from './lists/page-after-page.ts';
