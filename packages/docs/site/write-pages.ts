/**
 * Writes the pages that are generated: one per operation, one per group, one per job, and "I want to ...".
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { addressOf, commandOf, kebab } from './names.ts';
import { escaped, frontMatter, operationPage } from './operation-page.ts';
import { PURPOSES } from './purposes.ts';
import { readSpecification, type Specification } from './read-operations.ts';
import { table } from './schema-table.ts';

const EXAMPLES = new URL('../../client/examples/', import.meta.url);
const NAMES: Readonly<Record<string, string>> = {
  siem: 'SIEM',
  kmip: 'KMIP',
  powerflex: 'PowerFlex',
  opentelemetry: 'OpenTelemetry',
};
/** They serve the other examples, or the tests. */
const NO_JOBS = new Set(['connect.ts', 'main-job-output.ts']);

/** @returns The number of pages. */
export function writePages(content: URL, base: string): number {
  const specification = readSpecification();
  const pages = new Map([
    ['i-want-to.md', purposesPage()],
    ...specification.operations.map(
      (operation) =>
        [`${addressOf(operation.id).slice(1, -1)}.md`, operationPage(operation, specification)] as const,
    ),
    ...specification.groups.map(
      ({ name, description }) =>
        [`rest/${kebab(name)}/index.md`, groupPage(name, description, specification)] as const,
    ),
    ...jobPages(),
  ]);
  for (const folder of ['rest/', 'jobs/']) rmSync(new URL(folder, content), { recursive: true, force: true });
  for (const [name, text] of pages) {
    const file = new URL(name, content);
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, text.replaceAll('](/', `](${base}`));
  }
  return pages.size;
}

const link = (id: string): string => `[\`${id}\`](${addressOf(id)})`;

function purposesPage(): string {
  const areas = PURPOSES.map(({ area, purposes }) => {
    const rows = purposes.map(({ want, operations, job, command }) => [
      want,
      `${job === undefined ? '' : `\`${job}()\`: `}${operations.map(link).join(', ')}`,
      `\`${command ?? commandOf(operations.at(-1) ?? '')}\``,
    ]);
    return `## ${area}\n\n${table(['I want to …', 'method', 'command'], rows)}`;
  });
  return `${[
    frontMatter('I want to …', 'What people come for, with the method and the command that does it'),
    'Each row has the method of the client and the command of the shell. A method opens its page in the REST reference: permissions, danger, fields and examples.',
    ...areas,
  ].join('\n\n')}\n`;
}

function groupPage(name: string, description: string, { operations }: Specification): string {
  const rows = operations
    .filter(({ id }) => id.startsWith(`${name}.`))
    .map(({ id, summary, method, path, traits }) => [
      `[${summary}](${addressOf(id)})`,
      `\`${id}\`<br>\`${method} ${path}\``,
      traits['dangerous'] === true ? 'dangerous' : '',
    ]);
  return `${[
    frontMatter(name, description),
    escaped(description),
    table(['what it does', 'method and request', 'danger'], rows),
  ].join('\n\n')}\n`;
}

/** `events-to-siem.ts` is "Events to SIEM". */
function titleOf(file: string): string {
  const words = file.replace('.ts', '').replaceAll('-', ' ');
  const named = words.replace(/\b(siem|kmip|powerflex|opentelemetry)\b/g, (word) => NAMES[word] ?? word);
  return (named[0] ?? '').toUpperCase() + named.slice(1);
}

/**
 * An example is a job: its header says what for, and the rest is the program, which the tests of the client
 * run.
 */
function jobPages(): [string, string][] {
  return readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.ts') && !NO_JOBS.has(name))
    .map((name) => {
      const [, header = '', code = ''] =
        /^\/\*\*\n([\s\S]*?)\n \*\/\n([\s\S]*)$/.exec(readFileSync(new URL(name, EXAMPLES), 'utf8')) ?? [];
      const words = header
        .replace(/^ \* ?/gm, '')
        .replace(/\n?@module\s*$/, '')
        .trim();
      const [first = '', ...rest] = words.split('\n\n');
      const title = titleOf(name);
      const text = [
        frontMatter(title, first.replaceAll('\n', ' ')),
        escaped(first),
        ...rest.map((part) => (part.startsWith('  ') ? `\`\`\`sh\n${part}\n\`\`\`` : escaped(part))),
        `From a clone, \`node packages/client/examples/${name}\` runs it against an emulator that it starts. It needs Node 24 or later. The tests run it as well.`,
        `\`\`\`ts title="${name}"\n${code.trim()}\n\`\`\``,
      ];
      return [`jobs/${name.replace('.ts', '.md')}`, `${text.join('\n\n')}\n`];
    });
}
