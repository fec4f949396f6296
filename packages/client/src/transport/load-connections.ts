/**
 * Loads the connections, and undici with them. This package pins undici, but a project may override the
 * version. If that one is too old, the error says which version was found and which is needed.
 *
 * @module
 */

/**
 * `scripts/try-newest-undici.ts 8.0.0` shows what fails with older ones: a replaced certificate is not
 * noticed, for example.
 */
const OLDEST = { major: 8, minor: 12, patch: 4 };

/**
 * @param loadUndici - Tests replace both, which an installation decides.
 * @throws An `Error` that names undici, if the installed version does not fit.
 */
export async function loadConnections(
  loadUndici: () => Promise<{ readonly version: string }> = () => import('#undici'),
  loadManifest: () => Promise<{ readonly default: { readonly version: string } }> = () =>
    import('undici/package.json', { with: { type: 'json' } }),
): Promise<typeof import('./connections.ts')> {
  const { version } = await loadUndici().catch(async (error: unknown) => {
    // undici 7 lacks a file that is imported. With the right version it is another failure, such as too many
    // open files.
    const installed = await loadManifest().catch(() => undefined);
    const found = installed?.default.version;
    throw found !== undefined && fits(found) ? error : mismatch(found, { cause: error });
  });
  if (!fits(version)) throw mismatch(version);
  return import('./connections.ts');
}

function fits(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major !== OLDEST.major) return false;
  return minor > OLDEST.minor || (minor === OLDEST.minor && patch >= OLDEST.patch);
}

function mismatch(version: string | undefined, options?: ErrorOptions): Error {
  const { major, minor, patch } = OLDEST;
  const found = version === undefined ? 'undici is not installed' : `undici ${version} is installed`;
  return new Error(
    `@cloudlink-center/client needs undici ${major}.${minor}.${patch} or a later ${major}.x, but ${found}. Remove any override of undici ` +
      '("overrides" or "resolutions" in package.json or pnpm-workspace.yaml), then install again.',
    options,
  );
}
