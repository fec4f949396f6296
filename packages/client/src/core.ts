/**
 * `@cloudlink-center/client/core`: the path-string client without named methods, for small bundles.
 * Every name below is public API.
 *
 * @module
 */
export { createCloudLinkCore } from './create-cloudlink-core.ts';
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
export type { CallOptions, CallResult, FailureStatus, SuccessStatus, Timeouts } from './call-options.ts';
export type { CloudLinkCore, CloudLinkOptions, NodeAddress } from './create-core.ts';
export type { CallEvent, Hooks, NodeChangeEvent, ResponseEvent, RetryEvent, TokenEvent } from './hooks.ts';
export type { PathCall, PathCalls } from './path-calls.ts';
export type { TlsOptions } from './tls-options.ts';
