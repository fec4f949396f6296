/**
 * The programs that a piece of shell starts, with the words and the input that each of them gets: a real
 * shell reads it, and starts none.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';

export interface ShellCall {
  readonly program: string;
  readonly words: readonly string[];
  readonly stdin: string;
}

const PROGRAMS = ['cloudlink', 'cloudlink-codegen', 'cp', 'curl', 'kill', 'node', 'npm', 'npx', 'pnpm'];
/** Characters that no example holds. */
const [CALL, WORD, INPUT] = ['\u001e', '\u001f', '\u001d'];

/** @throws Error when the shell cannot read it, or when it starts anything else. */
export function shellCalls(script: string, env: Readonly<Record<string, string>> = {}): ShellCall[] {
  const functions = PROGRAMS.map(
    (name) =>
      `${name}() { printf '\\036%s' ${name}; for word in "$@"; do printf '\\037%s' "$word"; done; printf '\\035'; /bin/cat; }`,
  );
  // What `eval "$(program)"` reads is the record of that program.
  functions.push(`eval() { printf '%s' "$1"; }`);
  const { status, stdout, stderr } = spawnSync('/bin/bash', ['-ec', [...functions, script].join('\n')], {
    encoding: 'utf8',
    input: '',
    env: { PATH: '', ...env },
  });
  if (status !== 0) throw new Error(`The shell does not read this:\n${script}\n${stderr}`);
  return stdout
    .split(CALL)
    .slice(1)
    .map((call) => {
      const [line = '', stdin = ''] = call.split(INPUT);
      const [program = '', ...words] = line.split(WORD);
      return { program, words, stdin };
    });
}
