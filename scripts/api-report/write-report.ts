/**
 * The report of one package: for each entry its declarations as extract.ts finds them, each declaration once,
 * and the generated ones by name and hash. Part of `pnpm api-report`.
 *
 * @module
 */
import type { Declaration, Entry } from './extract.ts';
import type { GeneratedFile } from './generated.ts';

/** `passedOn` has the names of an entry that is completely generated; it has no declarations then. */
export type EntryApi = { entry: Entry; declarations: readonly Declaration[]; passedOn: readonly string[] };

export function writeReport(
  name: string,
  entries: readonly EntryApi[],
  generated: readonly GeneratedFile[],
): string {
  const generatedNames = new Set(generated.flatMap(({ names }) => names));
  const printed = new Set<string>();
  const reached = new Set<string>();
  const sections = entries.map(({ entry, declarations, passedOn }) => {
    for (const reachedName of [...passedOn, ...declarations.map((declaration) => declaration.name)])
      reached.add(reachedName);
    const lines = [
      ...passedOn.map((passed) => `export ${passed}; // generated`),
      ...declarations.flatMap((declaration) => lineOf(declaration, generatedNames, printed)),
    ];
    return `## ${entry.specifier}\n\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`;
  });
  return [head(name), ...sections, hashes(generated, reached)].filter((part) => part !== '').join('\n');
}

function head(name: string): string {
  return `# Public API of ${name}

Written by \`pnpm api-report\`; do not edit it. What is exported has the word, the rest is what it leads to. Comments are left out,
\`as above\` has the same declaration in an earlier entry, and \`generated\` stands below with a hash.
`;
}

function lineOf(
  { name, text, exported }: Declaration,
  generated: Set<string>,
  printed: Set<string>,
): string[] {
  const word = exported ? 'export ' : '';
  // Types that are generated, and not exported, are in the hashes.
  if (generated.has(name)) return exported ? [`${word}${name}; // generated`] : [];
  if (printed.has(text)) return exported ? [`${word}${name}; // as above`] : [];
  printed.add(text);
  return [`${word}${text}`];
}

/** Only reachable files: the others are not part of the API. */
function hashes(files: readonly GeneratedFile[], reached: Set<string>): string {
  const rows = files
    .filter(({ names }) => names.some((name) => reached.has(name)))
    .map(({ file, names, hash }) => `| ${file} | ${names.length} | ${hash} |`);
  if (rows.length === 0) return '';
  return `## Generated\n\n| file | names | hash |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
