/**
 * The API reference, written from another working folder: everything is in the site's folder, and a folder
 * `docs` that is there already stays.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { writeApiReference } from '../site/api-reference.ts';

test('the API reference leaves the working folder alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-api-'));
  const before = process.cwd();
  try {
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs/mine.md'), 'mine');
    process.chdir(folder);
    const pages = await writeApiReference(pathToFileURL(`${folder}/content/`), '/');
    expect(pages).toBeGreaterThan(100);
    expect(existsSync(join(folder, 'content/api/client/index.md'))).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['content', 'docs']);
    expect(readdirSync(join(folder, 'docs'))).toEqual(['mine.md']);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});
