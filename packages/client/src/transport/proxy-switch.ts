/**
 * Node's own switch, `NODE_USE_ENV_PROXY=1` or `--use-env-proxy`, as its `fetch` and `https` follow it. Node shows by the environment on its
 * agents that the switch is on.
 *
 * @module
 */
import { type Proxy, proxyFromEnvironment } from './proxy.ts';

type Switched = { readonly options?: { readonly proxyEnv?: Readonly<Record<string, string | undefined>> } };

export function proxySwitch(url: URL): Proxy | undefined {
  // Its types do not have it yet.
  const { options } = process.getBuiltinModule('node:https').globalAgent as Switched;
  return options?.proxyEnv && proxyFromEnvironment(url, options.proxyEnv);
}
