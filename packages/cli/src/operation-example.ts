/**
 * The example of an operation, with the values of the specification: as words, and as a line for a shell.
 *
 * @module
 */
import { commandLine, quoted } from './shell-words.ts';
import type { Flag, OperationRow } from './topic-table.ts';

export interface OperationExample {
  /** The arguments after `cloudlink`. */
  readonly words: readonly string[];
  /** Lines of standard input, which are secrets. */
  readonly stdin: readonly string[];
  /** Files that the command reads. */
  readonly files: readonly string[];
}

export function exampleOf(row: OperationRow): OperationExample {
  const words = [...row.command, ...row.parameters.map(({ example }) => example)];
  const stdin: string[] = [];
  const files: string[] = [];
  for (const flag of row.flags) {
    if (flag.in === 'query' && flag.required) words.push(...flagWords(flag, flag.example, stdin));
    if (flag.in === 'part') {
      const file = `${flag.flag}.bin`;
      files.push(file);
      words.push(`--${flag.flag}`, file);
    }
  }
  words.push(...bodyWords(row, stdin));
  if (row.binary) words.push('--to', 'answer.bin');
  if (row.dangerous) words.push('--yes');
  return { words, stdin, files };
}

/** The line that a user types. */
export function exampleLine(row: OperationRow): string {
  const { words, stdin } = exampleOf(row);
  const line = `cloudlink ${commandLine(words)}`;
  return stdin.length === 0 ? line : `printf '%s\\n' ${stdin.map(quoted).join(' ')} | ${line}`;
}

/** Uses flags if each field has one, else the whole body. */
function bodyWords({ body, flags }: OperationRow, stdin: string[]): string[] {
  if (body === undefined || body.form) return [];
  const fields = Object.entries(Object(body.example) as Record<string, unknown>);
  const flagOf = (name: string): Flag | undefined =>
    flags.find((flag) => flag.in === 'body' && flag.name === name);
  const isFlat = body.type === 'object' && fields.every(([name]) => flagOf(name) !== undefined);
  if (!isFlat || fields.length === 0) {
    const json = JSON.stringify(body.example ?? {});
    if (!flags.some(({ secret, name }) => secret && json.includes(`"${name}"`))) return ['--body', json];
    stdin.push(json);
    return ['--body', '-'];
  }
  // The order in which the secrets are read.
  const place = (name: string): number => flags.findIndex((flag) => flag.in === 'body' && flag.name === name);
  const inOrder = fields.toSorted(([a], [b]) => place(a) - place(b));
  return inOrder.flatMap(([name, value]) => {
    const flag = flagOf(name);
    return flag === undefined ? [] : flagWords(flag, value, stdin);
  });
}

function flagWords(flag: Flag, value: unknown, stdin: string[]): string[] {
  const values = (Array.isArray(value) ? value : [value]).map(String);
  if (flag.secret) {
    stdin.push(...values);
    return [`--${flag.flag}`, '-'];
  }
  return values.flatMap((one) => [`--${flag.flag}`, one]);
}
