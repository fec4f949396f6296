/**
 * Where configuration, tokens and cached names belong on this system.
 *
 * `env-paths` knows: XDG folders on Linux, `Library` on macOS, `AppData` on Windows.
 *
 * @module
 */
import { join } from 'node:path';
import envPaths from 'env-paths';

export interface Places {
  /** Profiles, and how far a set-up has come. */
  readonly config: string;
  /** Access tokens. */
  readonly tokens: string;
  /** Names for completion. */
  readonly cache: string;
}

/** Read at each call, since it depends on the environment. */
export function places(): Places {
  const { config, cache, data } = envPaths('cloudlink', { suffix: '' });
  return { config, tokens: join(data, 'tokens'), cache };
}
