/** Types of the files of undici that `undici.ts` imports, which have none of their own. */
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
