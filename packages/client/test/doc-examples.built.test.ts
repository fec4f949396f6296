/**
 * Every public function of the client and of the auth package has an `@example`, and each example of a
 * package compiles against the published declarations.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as auth from '@cloudlink-center/auth';
import * as fileStore from '@cloudlink-center/auth/file-store';
import * as keyvStore from '@cloudlink-center/auth/keyv-store';
import { expect, test } from 'vitest';
import * as core from '../src/core.ts';
import * as client from '../src/index.ts';
import * as permissions from '../src/permissions.ts';
import * as tables from '../src/tables.ts';
import * as transfers from '../src/transfers.ts';

const packages = join(import.meta.dirname, '../..');
const ENTRIES = { core, client, permissions, tables, transfers, auth, fileStore, keyvStore };

/** Values that an example of the client may use without declaring them. */
const GLOBALS = `
declare const center: import('@cloudlink-center/client').CloudLink;
declare const auth: import('@cloudlink-center/client').TokenSource;
declare const baseUrl: string;
`;

const sources = {
  client: sourcesOf('client'),
  auth: sourcesOf('auth'),
  codegen: sourcesOf('codegen'),
  emulator: sourcesOf('emulator'),
  spec: sourcesOf('spec'),
};
const exported = Object.entries(ENTRIES).flatMap(([entry, names]) =>
  Object.entries(names)
    .filter(([, value]) => typeof value === 'function' && !/^class\b/.test(String(value)))
    .map(([name]) => [entry, name] as const),
);

test.each(exported)('%s: %s has an example', (_, name) => {
  const declared = new RegExp(String.raw`/\*\*((?:(?!\*/)[^])*)\*/\s*export (?:async )?function ${name}\b`);
  const all = Object.values(sources).flat();
  const comments = all.flatMap(({ text }) => declared.exec(text)?.[1] ?? []);
  expect(comments.join('\n')).toContain('@example');
});

test.each([
  ['client', 25],
  ['auth', 10],
  ['codegen', 8],
  ['emulator', 5],
  ['spec', 2],
] as const)('each example of the package %s compiles', (name, least) => {
  const examples = sources[name].flatMap(({ file, text }) =>
    codeOf(text).map((code) => `// ${file}\n${code}\nexport {};\n`),
  );
  expect(examples.length).toBeGreaterThanOrEqual(least);
  // Inside the package, where its name and those of its dependencies resolve.
  const folder = mkdtempSync(join(packages, name, 'test/.examples-'));
  try {
    if (name === 'client') writeFileSync(join(folder, 'globals.d.ts'), GLOBALS);
    for (const [index, code] of examples.entries())
      writeFileSync(join(folder, `example-${String(index)}.ts`), code);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIGURATION));
    const tsc = join(packages, '../node_modules/.bin/tsc');
    expect(spawnSync(tsc, ['-p', folder], { encoding: 'utf8' }).stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What a caller's project has, with Node's types. */
const CONFIGURATION = {
  extends: '../../../../tsconfig.base.json',
  compilerOptions: {
    noEmit: true,
    types: ['node'],
    noPropertyAccessFromIndexSignature: false,
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
    moduleDetection: 'auto',
    skipLibCheck: true,
  },
  include: ['*.ts'],
};

function sourcesOf(name: string): { file: string; text: string }[] {
  const folder = join(packages, name, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
    .map((file) => join(folder, file))
    .map((file) => ({ file: relative(packages, file), text: readFileSync(file, 'utf8') }));
}

/** The code of all `@example` tags. */
function codeOf(text: string): string[] {
  const comments = [...text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\//g)].map(([, comment = '']) =>
    comment.replaceAll(/^\s*\* ?/gm, ''),
  );
  return comments.flatMap((comment) =>
    [...comment.matchAll(/@example\s+```ts\n([^]*?)```/g)].map(([, code = '']) => code),
  );
}
