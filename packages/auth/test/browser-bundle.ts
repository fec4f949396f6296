/**
 * Bundles code for browsers as its users do, from the built package.
 *
 * @module
 */
import { build } from 'esbuild';

/** The minified bundle of a module that imports `@cloudlink-center/auth`. */
export async function browserBundle(contents: string, external: string[] = []): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external,
    // Ours is not published, and would lead to the source.
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('\n');
}
