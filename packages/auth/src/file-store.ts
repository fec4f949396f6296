/**
 * `@cloudlink-center/auth/file-store`: shares a token between the command lines of one user, in files that
 * only this user can read. For Node, Bun and Deno. Every name here is public API.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFile } from './internal/lock-file.ts';
import { privateFolder, readPrivate } from './internal/private-files.ts';
import { DEFAULT_STORE_TIMEOUT } from './internal/store-attempts.ts';
import { sharedStore, type SharingOptions } from './shared-store.ts';
import type { SharedStore, StoredToken, TokenStore } from './token-store.ts';

export type { SharingOptions } from './shared-store.ts';
export type { SharedStore } from './token-store.ts';

/** Options of {@link fileStore}. */
export interface FileStoreOptions extends SharingOptions {
  /** Folder for the tokens, such as `join(homedir(), '.cache/my-tool')`. Created if missing, with mode 0700. */
  readonly directory: string;
}

/** The content of a file. The file name is a digest of the key, so the key itself is stored and compared. */
interface Content {
  readonly key: string;
  readonly token: StoredToken;
}

/**
 * Keeps tokens in files of mode 0600, replaced atomically and protected by a lock. Files that another user
 * owns or can read are not used, nor are folders that another user owns or can change.
 *
 * **Anyone who can read the files can use the tokens.** On Windows only the permissions of the folder protect
 * them.
 *
 * @example
 *
 * ```ts
 * import { clientCredentials, type TokenSource } from '@cloudlink-center/auth';
 * import { fileStore } from '@cloudlink-center/auth/file-store';
 *
 * export function commandLineSource(
 *   baseUrl: string,
 *   clientSecret: string,
 *   directory: string,
 * ): TokenSource {
 *   const store = fileStore({ directory });
 *   return clientCredentials({ baseUrl, clientId: 'automation', clientSecret, store });
 * }
 * ```
 *
 * @throws `TypeError` if `directory` is missing or `storeTimeout` is out of range.
 */
export function fileStore({ directory, ...options }: FileStoreOptions): SharedStore {
  if (!directory) throw new TypeError('directory is missing');
  return sharedStore(filesIn(directory, options.storeTimeout ?? DEFAULT_STORE_TIMEOUT), options);
}

function filesIn(directory: string, storeTimeout: number): TokenStore {
  const path = (key: string): string =>
    join(directory, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  return {
    get: async (key) => parse(await readPrivate(directory, path(key)), key),
    async set(key, token) {
      await privateFolder(directory);
      const scratch = `${path(key)}.${randomUUID()}`;
      try {
        const content: Content = { key, token };
        await writeFile(scratch, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
        await rename(scratch, path(key));
      } finally {
        await rm(scratch, { force: true });
      }
    },
    delete: (key) => rm(path(key), { force: true }),
    async lock(key, { lifetime, signal }) {
      await privateFolder(directory);
      return lockFile(`${path(key)}.lock`, lifetime, storeTimeout, signal);
    },
  };
}

function parse(text: string | undefined, key: string): StoredToken | undefined {
  try {
    const content = Object(JSON.parse(text ?? 'null')) as Partial<Content>;
    return content.key === key ? content.token : undefined;
  } catch {
    // Ignored, since the message of JSON.parse quotes the text. A broken file counts as missing.
    return undefined;
  }
}
