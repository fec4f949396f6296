/**
 * Rehearses a release: performs all steps with a registry on loopback instead of the public one, then
 * installs from it as users do. It publishes nothing, changes nothing in the repository, and removes its
 * files.
 *
 * - `pnpm release:rehearse` does everything.
 * - `pnpm release:rehearse --keep` keeps the scratch folder.
 * - `pnpm release:rehearse --full` also runs `npm test` as a contributor would, which takes minutes more.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinnedEnvironment } from './release/commands.ts';
import { changeAsContributor } from './release/contributor.ts';
import { rehearse } from './release/rehearsal.ts';
import { createTimeline } from './release/timeline.ts';

const { values } = parseArgs({
  options: { keep: { type: 'boolean', default: false }, full: { type: 'boolean', default: false } },
});
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'cloudlink-rehearsal-')));
// What programs leave among the temporary files goes with the folder, also when they are ended early.
mkdirSync(join(scratch, 'tmp'));
for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = join(scratch, 'tmp');
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => ending.abort(new Error(`Ended by ${signal}.`)));
}
const timeline = createTimeline((line) => console.log(line));

try {
  const { signal } = ending;
  const context = { env: await pinnedEnvironment(signal), signal };
  await rehearse(scratch, timeline, context, (release) =>
    changeAsContributor(release, timeline, { allTests: values.full }),
  );
  console.log(`\n${timeline.table()}\n\nThe release is ready.`);
} catch (error) {
  process.exitCode = 1;
  console.error(`\n${timeline.table()}\n\n${error instanceof Error ? error.message : String(error)}`);
  if (!ending.signal.aborted)
    console.error(
      '\nThe rehearsal failed. Fix this, then run: pnpm release:rehearse (--keep keeps its folder for inspection).',
    );
} finally {
  if (values.keep) console.log(`The rehearsal's folder is ${scratch}. Remove it when you are done.`);
  else rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
