#!/usr/bin/env node
/**
 * `cloudlink-codegen`. Prints errors as one message, never as a stack trace.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { type Command, parseCommand, USAGE } from './cli/arguments.ts';
import { isCodegenError } from './errors.ts';

const COULD_NOT_COMPARE = 3;

const say = (line: string): void => console.log(line);
let name: Command['name'] | undefined;
try {
  const command = parseCommand(process.argv.slice(2), process.env);
  ({ name } = command);
  process.exitCode = await run(command);
} catch (error) {
  if (!isCodegenError(error)) {
    console.error(`Unexpected: ${error instanceof Error ? error.message : String(error)}`);
  } else {
    console.error(error.message);
    if (error.code === 'usage') console.error('\ncloudlink-codegen --help shows the options.');
  }
  process.exitCode = name === 'diff' ? COULD_NOT_COMPARE : 1;
}

/** Loads only the command that runs. */
async function run(command: Command): Promise<number> {
  if (command.name === 'generate') {
    const { runGenerate } = await import('./cli/generate-command.ts');
    await runGenerate(command, command.center, say);
    return 0;
  }
  if (command.name === 'diff') {
    const { runDiff } = await import('./cli/diff-command.ts');
    return runDiff(command, say);
  }
  say(command.name === 'version' ? version() : USAGE);
  return 0;
}

function version(): string {
  // The manifest of this package.
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
