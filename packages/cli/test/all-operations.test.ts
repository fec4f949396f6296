/**
 * All operations of the table in one process, against one emulator: each has a help, and each runs the
 * example that its help shows.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addToEstate } from '../src/emulated.ts';
import { topics } from '../src/generated/topics.ts';
import { exampleLine, exampleOf } from '../src/operation-example.ts';
import type { OperationRow } from '../src/topic-table.ts';
import { commandsFor, run } from '@cloudlink-center/testing/command-line';

const rows: OperationRow[] = [];
for (const { load } of Object.values(topics)) rows.push(...(await load()).topic.operations);

let emulator: Emulator;
let commands: ReturnType<typeof commandsFor>;

beforeAll(async () => {
  emulator = await startEmulator();
  commands = commandsFor(emulator);
});

beforeEach(() => {
  emulator.store.reset();
  addToEstate(emulator.store.state);
});

afterAll(async () => {
  commands[Symbol.dispose]();
  await emulator.close();
});

test('there are 290, each with a command of its own', () => {
  expect(rows).toHaveLength(290);
  expect(new Set(rows.map(({ command }) => command.join(' '))).size).toBe(290);
});

test.each(rows.map((row) => [row.id, row] as const))('%s', async (_id, row) => {
  const help = await run([...row.command, '--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain(exampleLine(row));
  expect(help.stdout).toContain('Permissions: ');

  const { words, stdin, files } = exampleOf(row);
  for (const file of files) writeFileSync(file, 'made up');
  rmSync('answer.bin', { force: true });
  const result = await run(words, { stdin: stdin.map((line) => `${line}\n`).join('') });
  expect(result.code, result.stderr).toBe(0);
  expect(emulator.requests.at(-1)?.method).toBe(row.method);
});
