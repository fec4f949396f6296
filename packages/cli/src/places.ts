/**
 * The folders for configuration, tokens and cached names on this system.
 *
 * `env-paths` knows: XDG folders on Linux, `Library` on macOS, `AppData` on Windows.
 *
 * @module
 */
import { join } from 'node:path';
import envPaths from 'env-paths';

export interface Places {
  /** Profiles, and the completed steps of a set-up. */
  readonly config: string;
  /** Access tokens. */
  readonly tokens: string;
  /** Names for completion. */
  readonly cache: string;
}

/** Computed at each call, since it depends on the environment. */
export function places(): Places {
  const { config, cache, data } = envPaths('cloudlink', { suffix: '' });
  return { config, tokens: join(data, 'tokens'), cache };
}
