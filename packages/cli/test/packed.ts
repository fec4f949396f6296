/**
 * Packs the command once for all suites that run it as a child process: what npm would publish, beside the
 * packages of this repository.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

const source = fileURLToPath(new URL('..', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for `PATH`, in which `cloudlink` is. */
    bin: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-packed-'));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: source,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [tarball = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
  symlinkSync(join(source, 'node_modules'), join(folder, 'package/node_modules'));
  // As npm does with what `bin` names.
  chmodSync(join(folder, 'package/dist/bin.js'), 0o755);
  mkdirSync(join(folder, 'bin'));
  symlinkSync('../package/dist/bin.js', join(folder, 'bin/cloudlink'));
  project.provide('bin', join(folder, 'bin'));
  return () => rmSync(folder, { recursive: true, force: true });
}
