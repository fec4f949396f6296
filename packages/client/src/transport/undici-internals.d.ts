/**
 * undici's main module replaces the dispatcher behind the global fetch of the whole process. These of its files do not, and load
 * in a third of the time. They have no types of their own. undici is pinned, and a test holds what is used here.
 */
declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici';
}
declare module 'undici/lib/dispatcher/dispatcher1-wrapper.js' {
  import type { Dispatcher } from 'undici';
  export default class Dispatcher1Wrapper extends Dispatcher {
    constructor(dispatcher: Dispatcher);
  }
}
declare module 'undici/lib/core/connect.js' {
  export { buildConnector as default } from 'undici';
}
