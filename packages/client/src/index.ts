/**
 * `@cloudlink-center/client`: the type-safe API of CloudLink Center. Every name below is public API.
 *
 * @module
 */
export { createCloudLink, type CloudLink } from './create-cloudlink.ts';
export { clientCredentials, type ClientCredentialsOptions, type TokenSource } from '@cloudlink-center/auth';
export {
  CloudLinkError,
  isCloudLinkError,
  type CloudLinkErrorCode,
  type CloudLinkErrorDetails,
} from './errors/cloudlink-error.ts';
export type { CallOptions, CallResult, FailureStatus, MethodResult, SuccessStatus } from './call-options.ts';
export type { CloudLinkCore, CloudLinkOptions } from './create-core.ts';
export type { Groups } from './generated/groups.ts';
export type { PathCall, PathCalls } from './path-calls.ts';
export type { TlsOptions } from './tls-options.ts';
