/**
 * Bundles one entry with one bundler: `bundle.mjs <bundler> <node-esm | node-cjs | browser | workerd> <entry>
 * <output>`, the way its users do. It lies beside the bundlers, and the entry beside the packages. Part of
 * `pnpm test:matrix`.
 *
 * @module
 */
import { basename, dirname } from 'node:path';

const [bundler, target, entry, output] = process.argv.slice(2);

const BUNDLERS = {
  async esbuild() {
    const { build } = await import('esbuild');
    const targets = {
      'node-esm': { platform: 'node', format: 'esm' },
      'node-cjs': { platform: 'node', format: 'cjs' },
      browser: { platform: 'browser', format: 'esm', minify: true },
      // As wrangler bundles.
      workerd: { platform: 'browser', format: 'esm', conditions: ['workerd', 'worker', 'browser'] },
    };
    await build({
      entryPoints: [entry],
      outfile: output,
      bundle: true,
      logLevel: 'error',
      ...targets[target],
    });
  },
  async vite() {
    const { build } = await import('vite');
    const isNode = target.startsWith('node');
    const format = target === 'node-cjs' ? 'cjs' : 'es';
    await build({
      root: dirname(entry),
      configFile: false,
      logLevel: 'error',
      ...(isNode && { ssr: { noExternal: true, target: 'node' } }),
      build: {
        ...(isNode && { ssr: entry }),
        outDir: dirname(output),
        emptyOutDir: false,
        rolldownOptions: {
          input: entry,
          output: { format, entryFileNames: basename(output), codeSplitting: false },
        },
      },
    });
  },
  async webpack() {
    const { default: webpack } = await import('webpack');
    const isNode = target.startsWith('node');
    const isModule = target === 'node-esm';
    const stats = await new Promise((resolve, reject) => {
      webpack(
        {
          mode: 'production',
          entry,
          target: isNode ? 'node22' : 'web',
          output: {
            path: dirname(output),
            filename: basename(output),
            // One file holds everything, for Node.
            ...(isNode && {
              asyncChunks: false,
              library: { type: isModule ? 'module' : 'commonjs2' },
              module: isModule,
            }),
          },
          ...(isModule && { experiments: { outputModule: true } }),
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      );
    });
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString('errors-warnings'));
  },
};

await BUNDLERS[bundler]();
