import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

test('the command prints how to reach it, and ends cleanly on a signal', async () => {
  const child = spawn(process.execPath, [cli, '--client-id', 'demo']);
  let output = '';
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout) {
    output += String(text);
    if (output.includes('Ctrl+C')) break;
  }
  expect(output).toMatch(/address\s+https:\/\/127\.0\.0\.1:\d+/);
  expect(output).toMatch(/client id\s+demo/);
  const caFile = /CA\s+(\S+)/.exec(output)?.[1] ?? '';
  expect(existsSync(caFile)).toBe(true);

  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(existsSync(caFile)).toBe(false);
});

test('a wrong option is named, and the usage shown', async () => {
  const child = spawn(process.execPath, [cli, '--port', 'many']);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(errors).toContain('--port must be a number');
  expect(errors).toContain('Usage:');
});
