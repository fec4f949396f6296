/**
 * Writes `dist/transport/undici-in-one.js`: the parts of undici that `src/transport/undici.ts` names, as one
 * ES module without `require()`. Bundlers take it (the condition `module` in package.json): a program that
 * esbuild makes as an ES module cannot `require('node:buffer')`, which undici's own files do. Node itself
 * loads the package.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const { resolve } = createRequire(import.meta.url);
const licence = readFileSync(resolve('undici/package.json').replace('package.json', 'LICENSE'), 'utf8');
const { version } = JSON.parse(readFileSync(resolve('undici/package.json'), 'utf8')) as { version: string };

/** Of undici's package.json only the version is needed. */
const onlyVersion: Plugin = {
  name: 'only-version',
  setup: (bundle) =>
    bundle.onLoad({ filter: /undici\/package\.json$/ }, () => ({
      contents: JSON.stringify({ version }),
      loader: 'json',
    })),
};

await build({
  entryPoints: [join(import.meta.dirname, 'dist/transport/undici.js')],
  outfile: join(import.meta.dirname, 'dist/transport/undici-in-one.js'),
  bundle: true,
  plugins: [onlyVersion],
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
  banner: {
    // The empty export is for tools that read only the first lines to find out what kind of module this is.
    js: `/*! undici ${version}\n${licence}*/\nexport {};\nconst require = (name) => process.getBuiltinModule(name);`,
  },
});
