/**
 * The emulator for tools of this package, from its sources. It is imported by its path, since the emulator's
 * own tests depend on this package, and packages of a workspace must not depend on each other in a circle.
 *
 * @module
 */
export { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/src/index.ts';
