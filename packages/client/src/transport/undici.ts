/**
 * The only file that imports undici's internals. Its main module would replace the dispatcher behind the
 * global fetch of the whole process, and takes three times as long to load. undici is pinned, and a test
 * shows what breaks when its version changes.
 *
 * @module
 */
export type { buildConnector as BuildConnector, Dispatcher } from 'undici';
import manifest from 'undici/package.json' with { type: 'json' };

export { default as Agent } from 'undici/lib/dispatcher/agent.js';
export { default as Dispatcher1Wrapper } from 'undici/lib/dispatcher/dispatcher1-wrapper.js';
export { default as buildConnector } from 'undici/lib/core/connect.js';

/** The version that is installed; `load-connections.ts` checks it. */
export const version: string = manifest.version;
