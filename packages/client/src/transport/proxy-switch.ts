/**
 * Node's own switch, `NODE_USE_ENV_PROXY=1` or `--use-env-proxy`, as its `fetch` and `https` use it. When it
 * is on, Node's agents have the environment in their options.
 *
 * @module
 */
import { type Proxy, proxyFromEnvironment } from './proxy.ts';

type Switched = { readonly options?: { readonly proxyEnv?: Readonly<Record<string, string | undefined>> } };

export function proxySwitch(url: URL): Proxy | undefined {
  // The types do not have `proxyEnv` yet.
  const { options } = process.getBuiltinModule('node:https').globalAgent as Switched;
  return options?.proxyEnv && proxyFromEnvironment(url, options.proxyEnv);
}
