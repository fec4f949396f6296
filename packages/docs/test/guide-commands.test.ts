/**
 * The commands in the guides and on "I want to ...": blocks run against an emulator, and commands within a
 * sentence exist with their flags.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '@cloudlink-center/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsFor, run } from '@cloudlink-center/testing/command-line';
import { parseCommand } from '../../codegen/src/cli/arguments.ts';
import { commandOf } from '../site/names.ts';
import { PURPOSES } from '../site/purposes.ts';
import { type ShellCall, shellCalls } from './shell-calls.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = [
  'README.md',
  'docs/newer-appliance.md',
  ...globSync('packages/docs/src/content/docs/{index.mdx,{start,guides}/*.mdx}', { cwd: root }),
].toSorted();
const ADDRESS = 'https://clc.example.com';
let emulator: Emulator;
let commands: ReturnType<typeof commandsFor>;

beforeAll(async () => {
  emulator = await startEmulator({ workDuration: 50 });
  commands = commandsFor(emulator);
  writeFileSync('secret.txt', `${emulator.clientSecret}\n`);
});

afterAll(async () => {
  commands[Symbol.dispose]();
  await emulator.close();
});

/** Blocks of `sh`, and what is typed in those of `console`. */
function callsIn(markdown: string): ShellCall[] {
  const blocks = [...markdown.matchAll(/```(sh|console)\n(.*?)```/gs)].map(([, kind, text = '']) =>
    kind === 'sh' ? text : text.replaceAll(/^(?!\$ ).*\n/gm, '').replaceAll(/^\$ /gm, ''),
  );
  return blocks.flatMap((block) => shellCalls(block));
}

/** Within sentences and tables. */
const inlineCommands = (text: string): string[] =>
  [...text.matchAll(/`(cloudlink (?![<.])[^`]*)`/g)].map(([, command = '']) => command);

const PACKAGE = '@cloudlink-center/';
const published = globSync('packages/*/package.json', { cwd: root }).map(
  (path) => (JSON.parse(read(path)) as { name: string }).name,
);
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test.each(documents)('the commands of %s work', async (document) => {
  const markdown = read(document);
  for (const call of callsIn(markdown)) await expectWorks(call);
  for (const command of inlineCommands(markdown)) await expectKnown(command);
});

test('the commands of "I want to ..." exist', async () => {
  const purposes = PURPOSES.flatMap((area) => area.purposes);
  for (const { command, operations } of purposes)
    await expectKnown(command ?? commandOf(operations.at(-1) ?? ''));
});

async function expectWorks({ program, words, stdin }: ShellCall): Promise<void> {
  const line = [program, ...words].join(' ');
  for (const word of words) if (word.startsWith(PACKAGE)) expect(published, line).toContain(word);
  if (program === 'cloudlink') return expectRuns(words, stdin);
  if (program === 'cloudlink-codegen') return void parseCommand([...words], {});
  if (program !== 'npx' && program !== 'pnpm') return;
  const [first = '', ...rest] = words;
  if (first === '@cloudlink-center/cli') return expectRuns(rest, stdin);
  if (first === 'cloudlink-codegen') return void parseCommand(rest, {});
  // `npx pnpm@12.21.0 run web`, `pnpm web` and `pnpm run web` are the same.
  const ofPnpm = program === 'pnpm' ? words : words.slice(1);
  const [script = '', ...given] = ofPnpm[0] === 'run' ? ofPnpm.slice(1) : ofPnpm;
  // pnpm has a command of its own by that name.
  if (script === 'docs') expect(ofPnpm[0], line).toBe('run');
  if (first.startsWith('pnpm@') || program === 'pnpm') expect(Object.keys(scripts), line).toContain(script);
  if (script === 'cloudlink') return expectRuns(given, stdin);
}

async function expectRuns(words: readonly string[], stdin: string): Promise<void> {
  const here = words.map((word) => word.replaceAll(ADDRESS, emulator.url));
  const { code, stderr } = await run(here, { stdin });
  // An answer of "no" is 1.
  const isRight = words[0] === 'can-i' ? code <= 1 : code === 0;
  expect(isRight, `cloudlink ${words.join(' ')}: ${code} ${stderr}`).toBe(true);
}

/** Its words lead to a command, whose help has its flags. */
async function expectKnown(command: string): Promise<void> {
  const words = command.split(/[\s=]+/).slice(1);
  const firstFlag = words.findIndex((word) => word.startsWith('-'));
  const names = firstFlag === -1 ? words : words.slice(0, firstFlag);
  const { code, stdout } = await run([...names, '--help']);
  const everywhere = await run(['--help']);
  expect(code, command).toBe(0);
  const [usage = ''] = stdout.split('\n');
  const named = usage
    .replace('Usage: cloudlink ', '')
    .replace(/ ?[<[].*/, '')
    .split(' ');
  expect(names.slice(0, named.length), command).toEqual(named);
  for (const flag of words.filter((word) => word.startsWith('-')))
    expect(stdout + everywhere.stdout, `${command}: ${flag}`).toContain(flag);
}
