/**
 * The API reference, from the TSDoc comments of the sources. TypeDoc reads them with a TypeScript 5.9 of its
 * own.
 *
 * @module
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { frontMatter } from './operation-page.ts';

const PACKAGES = fileURLToPath(new URL('../../', import.meta.url));
const ENTRIES = [
  'client/src/index.ts',
  'client/src/core.ts',
  'client/src/permissions.ts',
  'client/src/tables.ts',
  'client/src/transfers.ts',
  'auth/src/index.ts',
  'auth/src/file-store.ts',
  'auth/src/keyv-store.ts',
  'emulator/src/index.ts',
  'codegen/src/index.ts',
];

/**
 * @param content - Folder of the site's pages.
 * @returns The number of pages.
 */
export async function writeApiReference(content: URL, base: string): Promise<number> {
  const folder = fileURLToPath(new URL('api', content));
  const raw = fileURLToPath(new URL('../.api/', import.meta.url));
  for (const old of [folder, raw]) rmSync(old, { recursive: true, force: true });
  const options: TypeDocOptions & PluginOptions = {
    entryPoints: ENTRIES.map((entry) => join(PACKAGES, entry)),
    basePath: PACKAGES,
    tsconfig: fileURLToPath(new URL('../tsconfig.api.json', import.meta.url)),
    plugin: ['typedoc-plugin-markdown'],
    skipErrorChecking: true, // `turbo run check` has done that
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true,
    readme: 'none',
    name: 'API reference',
    logLevel: 'Error',
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useHTMLAnchors: false,
    publicPath: '/api/',
    // TypeDoc empties the folder first. Its default is `docs` below the working folder, which may be
    // somebody's.
    outputs: [{ name: 'markdown', path: raw }],
  };
  const application = await Application.bootstrapWithPlugins(options);
  const project = await application.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the sources.');
  await application.generateOutputs(project);
  application.logger.resetErrors();
  const pages = globSync('**/*.md', { cwd: raw });
  for (const page of pages) {
    const file = join(folder, page.toLowerCase().replaceAll('/src/', '/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, asPage(readFileSync(join(raw, page), 'utf8'), base));
  }
  rmSync(raw, { recursive: true });
  return pages.length;
}

/** The heading becomes the title, and links lead to addresses instead of files. */
function asPage(text: string, base: string): string {
  const heading = (/^# (.+)$/m.exec(text)?.[1] ?? 'API reference').replaceAll('\\', '');
  // A module goes by the name that programs import: client/src/core is @cloudlink-center/client/core.
  const title = heading.replace(/^(\w+)\/src(?=\/|$)/, '@cloudlink-center/$1');
  const body = text
    .replace(/^# .+\n/m, '')
    .replace(/\]\(\/api\/([^)#]*)\.md(#[^)]*)?\)/g, (_, path: string, anchor = '') => {
      const address = path
        .toLowerCase()
        .replaceAll('/src/', '/')
        .replace(/(^|\/)index$/, '$1');
      return `](${base}api/${address === '' || address.endsWith('/') ? address : `${address}/`}${anchor})`;
    });
  // Long pages of types hold the words of every purpose: the page of the operation comes first.
  return `${frontMatter(title, `API reference: ${title}`)}\n<div data-pagefind-weight="0.2">\n\n${body}\n\n</div>\n`;
}
