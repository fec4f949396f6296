/**
 * Does what CONTRIBUTING.md says, as a new contributor would: adds a property to the specification,
 * regenerates, tests, writes a changeset and releases it to the rehearsal registry. Then a project that
 * installs the release sees the change in its types. Part of `pnpm release:rehearse`.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, type Place, repository, run } from './commands.ts';
import { compile, type Consumer, createConsumer, installedVersion } from './consumer.ts';
import { publishAll } from './pack.ts';
import type { Release } from './rehearsal.ts';
import { applyChangesets, buildAll, commit } from './scratch-copy.ts';
import type { Timeline } from './timeline.ts';

// A made-up property, which exists in the copy only.
const SCHEMA = 'specs/components/schemas/Disk.yaml';
const PROPERTY = `
  rehearsed_on:
    description: When the release was rehearsed. It exists for this rehearsal only.
    type: string
    x-cloudlink-evidence: guess
`;
const USE = `import type { CloudLink } from '@cloudlink-center/client';
import type { Disk } from '@cloudlink-center/spec';

export async function rehearsals(center: CloudLink): Promise<(string | undefined)[]> {
  const machines = await center.machines.list();
  const disks: Disk[] = machines.flatMap(({ resources = [] }) => resources);
  // @ts-expect-error It is a string: as \`any\` this line would compile, and the comment would not.
  const wrong: number | undefined = disks[0]?.rehearsed_on;
  return wrong === undefined ? disks.map((disk) => disk.rehearsed_on) : [];
}
`;
const CHANGESET = `---
'@cloudlink-center/spec': minor
'@cloudlink-center/client': minor
---

A disk says when its release was rehearsed: \`rehearsed_on\`.
`;
const PACKAGES = ['@cloudlink-center/client', '@cloudlink-center/spec'];

export type ContributorOptions = {
  /**
   * Runs `npm test`, which takes minutes, instead of only the checks that a change of the specification
   * breaks first.
   */
  allTests: boolean;
};

export async function changeAsContributor(
  release: Release,
  { step }: Timeline,
  { allTests }: ContributorOptions,
): Promise<void> {
  const { copy, registry, context } = release;
  const type = commandsOfPage({ ...context, cwd: copy });
  const [, consumer] = await step('contributor: before', async () => {
    const folder = join(release.scratch, 'consumer of the change');
    const made = await createConsumer(folder, 'npm', registry, [...PACKAGES, '@types/node'], context.signal);
    return [await refuseUse(made), made] as const;
  });
  await step('contributor: change', async () => {
    await run(['git', 'switch', '--quiet', '--create', 'change'], { ...context, cwd: copy });
    insertProperty(join(copy, SCHEMA));
    return type('pnpm generate');
  });
  await step('contributor: test', async () => {
    if (allTests) return type('npm test');
    return `${await type('pnpm check')}, ${await type('pnpm exec vitest run --root packages/spec')}`;
  });
  await step('contributor: changeset', () => writeChangeset(release, type));
  await step('contributor: release', () => releaseTo(consumer, release));
}

type TypeCommand = (command: string) => Promise<string>;

/** Runs only commands of the page, so that the page has to name all needed ones. */
function commandsOfPage(place: Place): TypeCommand {
  const page = readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8');
  return async (command) => {
    if (!page.includes(`\`${command}\``))
      throw new Error(
        `CONTRIBUTING.md does not say \`${command}\`. Write it there, or change contributor.ts.`,
      );
    await run(command.split(' '), place);
    return command;
  };
}

async function releaseTo(consumer: Consumer, { copy, registry, context }: Release): Promise<string> {
  await applyChangesets(copy, context);
  await buildAll(copy, context);
  await publishAll(copy, registry, context.signal);
  const latest = PACKAGES.map((name) => `${name}@latest`);
  await run(['npm', 'install', '--no-audit', ...latest], { ...consumer.context, cwd: consumer.folder });
  await compile(consumer.folder, ['use.ts'], context);
  return `client ${installedVersion(consumer, '@cloudlink-center/client')} has the property, typed`;
}

/** The new property must be missing from this release: otherwise the last step would prove nothing. */
async function refuseUse(consumer: Consumer): Promise<string> {
  writeFileSync(join(consumer.folder, 'use.ts'), USE);
  const failure = await compile(consumer.folder, ['use.ts'], consumer.context).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  if (failure === undefined)
    throw new Error('A program that uses the new property compiles before it exists.');
  if (!failure.includes("Property 'rehearsed_on' does not exist")) throw new Error(failure);
  return `${installedVersion(consumer, '@cloudlink-center/client')} does not know the property`;
}

function insertProperty(file: string): void {
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf('\nproperties:');
  if (begin < 0)
    throw new Error(`${file} has no properties any more. Name another schema in contributor.ts.`);
  const end = begin + '\nproperties:'.length;
  writeFileSync(file, `${text.slice(0, end)}${PROPERTY.trimEnd()}${text.slice(end)}`);
}

/** A change without a changeset is found; with it, it is not. */
async function writeChangeset({ copy, context }: Release, type: TypeCommand): Promise<string> {
  const status = 'pnpm changeset status --since=main';
  await commit(copy, 'Say when the release was rehearsed', context);
  const { status: without } = await attempt(status.split(' '), { ...context, cwd: copy });
  if (without === 0)
    throw new Error(`"${status}" does not miss a changeset. Look at .changeset/config.json.`);
  writeFileSync(join(copy, '.changeset/rehearsed-disks.md'), CHANGESET);
  await commit(copy, 'Add a changeset', context);
  return type(status);
}
