import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { topics } from '../src/generated/topics.ts';
import { exampleLine, exampleOf } from '../src/operation-example.ts';
import { commandLine } from '../src/shell-words.ts';

test.each([
  [['machines', 'get', 'db01']],
  [['two words', "it's", '"quoted"', '$(id)', '`id`', 'a;b', '*', '~', '\\', '']],
  [['new\nline', '-', '--flag=value', 'äöü']],
])('a shell takes %j as it is', (words) => {
  const script = `for word in ${commandLine(words)}; do printf '%s\\0' "$word"; done`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
    words.map((word) => `${word}\0`).join(''),
  );
});

test('every example is a line from which a shell gets the same words and the same input', async () => {
  const functions = `cloudlink() { printf '%s\\0' "$@"; if [ ! -t 0 ]; then cat; fi; }`;
  const wanted: string[] = [];
  const lines: string[] = [];
  for (const { load } of Object.values(topics)) {
    for (const row of (await load()).topic.operations) {
      const { words, stdin } = exampleOf(row);
      lines.push(exampleLine(row));
      wanted.push([...words.map((word) => `${word}\0`), ...stdin.map((line) => `${line}\n`)].join(''));
    }
  }
  const script = [functions, ...lines].join('\n');
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', input: '' });
  expect(stderr).toBe('');
  expect(stdout).toBe(wanted.join(''));
});
