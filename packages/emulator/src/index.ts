/**
 * `@cloudlink-center/emulator`: a CloudLink Center that runs anywhere. Every name below is public API.
 *
 * @module
 */
export { createCertificates, type Certificates } from './certificates.ts';
export { startEmulator } from './start-emulator.ts';
export type { Emulator, EmulatorNode } from './emulator.ts';
export { recordEstate, type RecordedEstate, type ReadList } from './states/record.ts';
export type { EmulatorOptions } from './options.ts';
export type { Registration } from './agent.ts';
export type { Control } from './control-port.ts';
export type { EstateFile } from './states/estate-file.ts';
export type { Fault, Faults } from './faults.ts';
export type { FixedAnswer, Fixture, FixtureRequest } from './fixtures.ts';
export type { Guesses } from './guesses.ts';
export type { LoggedRequest, ServedRequest } from './request-log.ts';
export type { Encryption, State, Store } from './store.ts';
export type { ImplicitOptions } from './implicit-options.ts';
