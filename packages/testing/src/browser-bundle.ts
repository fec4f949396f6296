/**
 * Bundles code for browsers as its users do, from the built packages.
 *
 * @module
 */
import { basename } from 'node:path';
import { build as bundle, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const FOR_BROWSERS = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  // Ours is not published, and would lead to the source.
  tsconfigRaw: {},
  // It says that it leaves out what has no side effects.
  logLevel: 'error',
  write: false,
} as const satisfies BuildOptions;

/**
 * The minified bundle of a module for browsers.
 *
 * @param resolveDir - Folder from which the module's imports are resolved.
 */
export async function browserBundle(
  contents: string,
  resolveDir: string,
  external: string[] = [],
): Promise<string> {
  const stdin = { contents, resolveDir, loader: 'ts' } as const;
  const { outputFiles } = await bundle({ ...FOR_BROWSERS, stdin, external });
  return outputFiles.map(({ text }) => text).join('\n');
}

/**
 * What a browser loads of a module before any of its code runs. Files of a dynamic `import()` come later, and
 * are left out.
 *
 * @param resolveDir - Folder from which the module's imports are resolved.
 */
export async function firstDownload(
  contents: string,
  resolveDir: string,
  options: Pick<BuildOptions, 'ignoreAnnotations' | 'plugins'> = {},
): Promise<string> {
  const stdin = { contents, resolveDir, loader: 'ts' } as const;
  const splitting = { splitting: true, outdir: 'out', metafile: true } as const;
  const { outputFiles, metafile } = await bundle({ ...FOR_BROWSERS, ...splitting, ...options, stdin });
  const names = importedBy('stdin.js', metafile.outputs);
  return outputFiles
    .filter(({ path }) => names.has(basename(path)))
    .map(({ text }) => text)
    .join('\n');
}

/** Names of the file and of all that it imports statically. */
function importedBy(name: string, outputs: Metafile['outputs'], found = new Set<string>()): Set<string> {
  found.add(name);
  const output = Object.entries(outputs).find(([path]) => basename(path) === name)?.[1];
  for (const { path, kind } of output?.imports ?? [])
    if (kind === 'import-statement' && !found.has(basename(path))) importedBy(basename(path), outputs, found);
  return found;
}

/** Keeps bundlers from moving what files that are loaded later share with the others into one file. */
export const leaveOutLater: Plugin = {
  name: 'leave out later',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};
