/**
 * `@cloudlink-center/emulator`: a CloudLink Center that runs anywhere. Every name below is public API.
 *
 * @module
 */
export { createCertificates, type Certificates } from './certificates.ts';
export { startEmulator, type Emulator, type EmulatorOptions } from './start-emulator.ts';
export type { Fixture, LoggedRequest } from './app.ts';
export type { Encryption, State, Store } from './store.ts';
export type { ImplicitOptions } from './authorize.ts';
