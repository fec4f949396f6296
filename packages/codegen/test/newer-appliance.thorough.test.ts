/**
 * docs/newer-appliance.md, followed as a new user would: an empty folder, the packed packages, and a Center
 * of an invented newer version.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '@cloudlink-center/emulator';
import { expect, test } from 'vitest';
import { packAll } from '../../../scripts/release/pack.ts';
import { newerAppliance } from './descriptions.ts';

const page = readFileSync(new URL('../../../docs/newer-appliance.md', import.meta.url), 'utf8');
const shell = promisify(execFile);

test('the commands and the program of the page work', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'newer-appliance-'));
  writeFileSync(join(folder, 'newer.json'), JSON.stringify(newerAppliance()));
  await using center = await startEmulator({ description: join(folder, 'newer.json') });
  try {
    writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
    writeFileSync(join(folder, 'clc-ca.pem'), center.ca);
    const packed = await packAll(join(folder, 'packed'));
    const env = {
      ...process.env,
      CLOUDLINK_CLIENT_ID: 'automation',
      CLOUDLINK_CLIENT_SECRET: 'emulated-secret',
    };
    const run = async (command: string): Promise<string> => {
      const own = command.replaceAll('https://clc.example.com', center.url);
      const { stdout } = await shell('sh', ['-c', own], { cwd: folder, env }).catch(
        (error: { code: number; stdout: string }) => {
          // A difference that breaks callers is an exit code of its own.
          if (error.code === 2) return error;
          throw error;
        },
      );
      return stdout;
    };
    // The packages are not published yet, so that their files stand for their names.
    const wanted = packed
      .filter(({ name }) => /\/(auth|client|codegen|spec)$/.test(name))
      .map(({ file }) => file);
    await run(`npm install --no-audit --no-fund --prefer-offline ${wanted.join(' ')}`);

    const [diff = '', generate = ''] = commandsOf(page);
    const found = await run(diff);
    for (const line of resultOf(page)) expect(found).toContain(line);
    expect(await run(generate)).toContain('new       machines.listSensors: is GET /securevm/{uuid}/sensors');
    writeFileSync(
      join(folder, 'program.ts'),
      programOf(page).replaceAll('https://clc.example.com', center.url),
    );
    expect(await run('node program.ts')).toContain('db01');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The commands of the tool. */
function commandsOf(text: string): string[] {
  return text.split('\n').filter((line) => line.startsWith('npx cloudlink-codegen'));
}

/** The lines that the page shows as a report. */
function resultOf(text: string): string[] {
  const [, report = ''] = /```\n(breaking[^`]*)```/.exec(text) ?? [];
  return report.trim().split('\n');
}

function programOf(text: string): string {
  return /```ts\n(import[^`]*)```/.exec(text)?.[1] ?? '';
}
