/**
 * `node scripts/comment-width.ts [--write]`: finds `//` comments that are wider than prettier's `printWidth`,
 * and wraps them. Doc comments are wrapped by the formatter itself (prettier-plugin-jsdoc).
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
// The file is ours, and has this shape.
const { printWidth } = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8')) as {
  printWidth: number;
};
const COMMENT = /^(\s*)\/\/ (.*)$/;
/** Directives must stay in one line. */
const DIRECTIVE = /^(?:oxlint-|@ts-|eslint-|prettier-)/;

/** A comment that is too wide, as `file:line`. */
export function wideComments(): string[] {
  return sourceFiles().flatMap((file) =>
    linesOf(file).flatMap((line, index) => (isTooWide(line) ? [`${file}:${String(index + 1)}`] : [])),
  );
}

/** Wraps each comment that has a line which is too wide, together with the lines after it. */
export function wrapped(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, indent = '', first = ''] = COMMENT.exec(line) ?? [];
    if (!isTooWide(line)) {
      out.push(line);
      continue;
    }
    const words = first.split(' ');
    for (
      let next = COMMENT.exec(lines[at + 1] ?? '');
      next !== null;
      next = COMMENT.exec(lines[at + 1] ?? '')
    ) {
      words.push(...(next[2] ?? '').split(' '));
      at += 1;
    }
    out.push(...filled(words, `${indent}//`));
  }
  return out;
}

function filled(words: readonly string[], start: string): string[] {
  const lines: string[] = [];
  let line = start;
  for (const word of words) {
    if (line !== start && line.length + 1 + word.length > printWidth) {
      lines.push(line);
      line = start;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function isTooWide(line: string): boolean {
  const text = COMMENT.exec(line)?.[2];
  // A long word, such as an address, cannot be wrapped.
  return text !== undefined && line.length > printWidth && text.includes(' ') && !DIRECTIVE.test(text);
}

function sourceFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs'], { cwd: root, encoding: 'utf8' });
  return list
    .split('\n')
    .filter((file) => file !== '' && !file.includes('/generated/') && existsSync(join(root, file)));
}

function linesOf(file: string): string[] {
  return readFileSync(join(root, file), 'utf8').split('\n');
}

if (import.meta.main) {
  const wide = wideComments();
  if (process.argv.includes('--write')) {
    for (const file of new Set(wide.map((place) => place.replace(/:\d+$/, ''))))
      writeFileSync(join(root, file), wrapped(linesOf(file)).join('\n'));
  } else if (wide.length > 0) {
    console.error(`Comments wider than ${String(printWidth)}; "pnpm format" wraps them:\n${wide.join('\n')}`);
    process.exitCode = 1;
  }
}
