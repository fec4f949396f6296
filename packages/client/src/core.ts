/**
 * `@cloudlink-center/client/core`: the path-string client without named methods, for small bundles. Every
 * name below is public API.
 *
 * @module
 */
export { createCloudLinkCore } from './client/create-cloudlink-core.ts';
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
export type { CallOptions, CallResult, FailureStatus, SuccessStatus } from './call/call-options.ts';
export type { Timeouts } from './resilience/time-limits.ts';
export type { CloudLinkCore, CloudLinkOptions, NodeAddress } from './client/create-core.ts';
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
