/**
 * Loads the connections, and undici with them. This package pins undici, but a project may override the version: if that one lacks what is used
 * here, the error says which version was found and which is needed.
 *
 * @module
 */

/** The major version that has what `undici.ts` imports. `scripts/try-newest-undici.ts` tries any version. */
const NEEDED = 8;

/** @throws An `Error` that names undici, if the installed version does not fit. */
export async function loadConnections(): Promise<typeof import('./connections.ts')> {
  try {
    return await import('./connections.ts');
  } catch (error) {
    throw (await undiciMismatch(error)) ?? error;
  }
}

async function undiciMismatch(cause: unknown): Promise<Error | undefined> {
  const version = await installedVersion();
  // With the right undici it is another failure, such as too many open files.
  if (version !== undefined && Number.parseInt(version, 10) === NEEDED) return undefined;
  const found = version === undefined ? 'undici is not installed' : `undici ${version} is installed`;
  return new Error(
    `@cloudlink-center/client needs undici ${NEEDED}, but ${found}. Remove any override of undici ` +
      '("overrides" or "resolutions" in package.json or pnpm-workspace.yaml), then install again.',
    { cause },
  );
}

async function installedVersion(): Promise<string | undefined> {
  try {
    const { default: manifest } = await import('undici/package.json', { with: { type: 'json' } });
    return manifest.version;
  } catch {
    return undefined;
  }
}
