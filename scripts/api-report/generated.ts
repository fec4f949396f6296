/**
 * The generated declarations of a package: 290 operations would bury what people wrote, and their sources are
 * committed, so that a review sees them anyway. The report holds one hash a file, and the exported names.
 * Part of `pnpm api-report`.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type GeneratedFile = { file: string; names: string[]; hash: string };

export function generatedFiles(folder: string): GeneratedFile[] {
  const generated = join(folder, 'dist/generated');
  if (!existsSync(generated)) return [];
  return readdirSync(generated)
    .filter((file) => file.endsWith('.d.ts'))
    .toSorted()
    .map((file) => {
      // A better comment is no change of the API.
      const text = readFileSync(join(generated, file), 'utf8').replaceAll(/\/\*\*.*?\*\/\s*/gs, '');
      const names = [
        ...text.matchAll(/^export (?:declare )?(?:interface|type|const|function|class) (\w+)/gm),
      ];
      return {
        file: `generated/${file}`,
        names: names.map(([, name = '']) => name).toSorted(),
        hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
      };
    });
}

const PASSED_ON = /^export (?:type )?(\*|\{.*\}) from '\.\/(generated\/[\w-]+)\.ts';$/;

/** What an entry exports that does nothing but pass generated declarations on; undefined for any other. */
export function passedOn(declarations: string, files: readonly GeneratedFile[]): string[] | undefined {
  const lines = readFileSync(declarations, 'utf8')
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .trim()
    .split('\n')
    .map((line) => PASSED_ON.exec(line));
  if (!lines.every((line) => line !== null)) return undefined;
  return lines
    .flatMap(([, what = '', file = '']) =>
      what === '*'
        ? (files.find((generated) => generated.file === `${file}.d.ts`)?.names ?? [])
        : what.slice(1, -1).split(','),
    )
    .map((name) => name.trim())
    .toSorted();
}
