/**
 * Mutants that must be caught in any case: each removes a guard whose loss once went unnoticed. Part of `pnpm
 * test:mutants`.
 *
 * @module
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Area } from './areas.ts';
import { runVitest } from './run-vitest.ts';
import { workFolder, writeFile } from './work-folder.ts';

interface NamedMutant {
  readonly name: string;
  /** From `src` of the package. */
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  /** From the package: the tests that have to fail. */
  readonly test: string;
}

const NAMED: Readonly<Record<string, readonly NamedMutant[]>> = {
  auth: [
    {
      name: 'a late 401 ends a newer token',
      file: 'internal/token-cache.ts',
      original: 'if (!held || value !== held.token.value) return;',
      replacement: 'if (!held) return;',
      test: 'test/auth-fetch.test.ts',
    },
    {
      name: 'an answer from before a 401 counts after it',
      file: 'internal/token-cache.ts',
      original: 'if (isRejected && rejectedBefore !== rejected) return renewToken(run);',
      replacement: '',
      test: 'test/internal/token-cache-rejection.test.ts',
    },
    {
      name: 'a lock that comes after its caller has left is kept',
      file: 'internal/share-tokens.ts',
      original: 'taken.then((release) => release()).catch(() => {});',
      replacement: '',
      test: 'test/shared-store-failures.test.ts',
    },
  ],
  client: [
    {
      name: 'a streamed request does not say which token it carries',
      file: 'sign-in/stream-signed-in.ts',
      original: 'sending.token = value;',
      replacement: '',
      test: 'test/transfers.test.ts',
    },
    {
      name: 'a streamed answer is not masked',
      file: 'transfers/streamed-call.ts',
      original: 'received.mask(await received.text())',
      replacement: 'await received.text()',
      test: 'test/transfers.test.ts',
    },
    {
      name: 'a deferred limit of the whole call never starts',
      file: 'call/repetition.ts',
      original: 'total.begin();',
      replacement: '',
      test: 'test/retries.test.ts',
    },
  ],
};

/** Gives the names of those that no test caught. */
export async function survivingNamed(area: Area): Promise<string[]> {
  const surviving: string[] = [];
  for (const { name, file, original, replacement, test } of NAMED[area.name] ?? []) {
    const source = join('packages', area.package, 'src', file);
    const text = readFileSync(source, 'utf8');
    if (text.split(original).length !== 2)
      throw new Error(`${source} does not contain "${original}" exactly once: update named-mutants.ts.`);
    const path = join(process.cwd(), 'node_modules/.cache/mutants/named');
    rmSync(path, { recursive: true, force: true });
    const folder = workFolder(path);
    writeFile(
      folder.source(source),
      text.replace(original, () => replacement),
    );
    folder.plan = { area, mode: 'whole', mutantsOf: {}, measured: {}, order: [] };
    const outcome = await runVitest(folder, { mutant: name, files: [test] });
    console.log(`${outcome === 'passed' ? 'NOT caught' : 'caught'}: ${name}`);
    if (outcome === 'passed') surviving.push(name);
  }
  return surviving;
}
