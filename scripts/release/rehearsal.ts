/**
 * The steps of a rehearsal, in their order. Each is a function elsewhere; release-rehearse.ts runs this and
 * cleans up. Part of `pnpm release:rehearse`.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, type Context, type Place, run } from './commands.ts';
import { compileExamples, createConsumer, examplePeers, type Manager, runExamples } from './consumer.ts';
import { runtimeDependencies } from './installed-licences.ts';
import { packAll, publishAll, type Tarball } from './pack.ts';
import { type Registry, startRegistry } from './registry.ts';
import {
  compareBuilds,
  comparePublished,
  failOn,
  inspectAll,
  lintAll,
  refuseOtherRegistry,
} from './release-checks.ts';
import { applyChangesets, buildAll, copyRepository, installLocked } from './scratch-copy.ts';
import type { Timeline } from './timeline.ts';

/** A release that was rehearsed, while its registry still runs. */
export type Release = {
  scratch: string;
  copy: string;
  tarballs: Tarball[];
  registry: Registry;
  context: Context & { signal: AbortSignal };
};

/** @param next - What follows while the registry runs. */
export async function rehearse(
  scratch: string,
  timeline: Timeline,
  context: Release['context'],
  next: (release: Release) => Promise<void>,
): Promise<void> {
  const [copy, tarballs] = await makeRelease('repository', { scratch, timeline, context });
  const { step } = timeline;
  await step('contents', async () => inspectAll(tarballs));
  await step('package checks', () => lintAll(tarballs, context));
  const [, again] = await makeRelease('a second, in another folder', { scratch, timeline, context });
  await step('same bytes', () => compareBuilds(tarballs, again));
  const [, registry] = await step('registry', async () => {
    const started = await startRegistry(join(scratch, 'registry'), context.signal);
    return [`${started.url}, others from ${started.uplink}`, started] as const;
  });
  try {
    await step('guard', () => refuseOtherRegistry(copy, registry, context.signal));
    await step('publish', async () => {
      await publishAll(copy, registry, context.signal);
      return comparePublished(tarballs, registry);
    });
    const release = { scratch, copy, tarballs, registry, context };
    for (const manager of ['npm', 'pnpm'] as const) await consume(manager, release, timeline);
    await step('npx', () => runWithoutInstalling(release));
    await next(release);
  } finally {
    await registry.close();
  }
}

type Workshop = { scratch: string; timeline: Timeline; context: Release['context'] };

/** From a copy of the repository to tarballs. */
async function makeRelease(
  folder: string,
  { scratch, timeline: { step }, context }: Workshop,
): Promise<[copy: string, Tarball[]]> {
  const copy = join(scratch, folder);
  await step(`copy: ${folder}`, async () => {
    await copyRepository(copy, context);
    await installLocked(copy, context);
    return 'installed what the lockfile says';
  });
  const [, tarballs] = await step(`release: ${folder}`, async () => {
    await applyChangesets(copy, context);
    await buildAll(copy, context);
    const packed = await packAll(join(scratch, 'tarballs', folder), copy, context.signal);
    return [
      `versions ${[...new Set(packed.map(({ version }) => version))].join()}, built and packed`,
      packed,
    ] as const;
  });
  return [copy, tarballs];
}

/** Installs all packages into an empty project, and uses them. */
async function consume(manager: Manager, release: Release, { step }: Timeline): Promise<void> {
  const { scratch, registry, tarballs, context } = release;
  const folder = join(scratch, `with ${manager}`);
  const names = tarballs.map(({ name }) => name);
  const [, consumer] = await step(`${manager}: install`, async () => {
    const wanted = [...names, ...(await examplePeers(tarballs))];
    const made = await createConsumer(folder, manager, registry, wanted, context.signal);
    return [names.join(', '), made] as const;
  });
  if (manager === 'pnpm') {
    const project = { ...consumer.context, cwd: folder };
    await step('licences', () => licencesIn(project));
    await step('audit', () => auditRuntime(project, registry));
  }
  await step(`${manager}: compile`, () => compileExamples(consumer));
  await step(`${manager}: run`, () => runExamples(consumer));
  await step(`${manager}: command`, async () => {
    const command = manager === 'npm' ? ['npx', '--no-install'] : ['pnpm', 'exec'];
    const here = { ...consumer.context, cwd: folder };
    const machines = await run([...command, 'cloudlink', 'machines', 'list', '--emulator'], here);
    if (!machines.includes('db01')) throw new Error(`cloudlink machines list printed "${machines}".`);
    return firstLine(await run([...command, 'cloudlink-emulator', '--help'], here));
  });
}

/** What is installed, which may be newer than what is locked here. */
async function licencesIn(project: Place): Promise<string> {
  const all = await runtimeDependencies(project);
  failOn(
    all
      .filter(({ allowed }) => !allowed)
      .map(
        ({ name, version, licence }) =>
          `${name} ${version} comes along, under "${licence}". Replace it, or see installed-licences.ts.`,
      ),
  );
  return `${all.length} packages: ${countsOf(all.map(({ licence }) => licence))}`;
}

/**
 * With the advisories of the registry that third-party packages come from. If it has no audit endpoint, the
 * step says so.
 */
async function auditRuntime(project: Place, { uplink }: Registry): Promise<string> {
  const command = ['pnpm', 'audit', '--prod', '--ignore-registry-errors', `--registry=${uplink}`];
  const { status, stdout, stderr } = await attempt(command, project);
  const words = `${stdout}\n${stderr}`.trim();
  if (status !== 0) throw new Error(`Update what pnpm audit names:\n${words.slice(-4000)}`);
  return words.split('\n')[0] ?? '';
}

function countsOf(licences: string[]): string {
  const counts = Map.groupBy(licences, (licence) => licence);
  return [...counts].map(([licence, { length }]) => `${length} ${licence}`).join(', ');
}

/** As the emulator's README says, in an empty folder. */
async function runWithoutInstalling({ scratch, registry, context }: Release): Promise<string> {
  const cwd = join(scratch, 'empty');
  mkdirSync(cwd);
  const command = ['npx', '--yes', '@cloudlink-center/emulator', '--help'];
  // The shortest way to see the project at work, as the command line's README says.
  const shortest = ['npx', '--yes', '@cloudlink-center/cli', 'machines', 'list', '--emulator'];
  const machines = await run(shortest, { cwd, env: registry.env, signal: context.signal });
  if (!machines.includes('db01')) throw new Error(`${shortest.join(' ')} printed "${machines}".`);
  return firstLine(await run(command, { cwd, env: registry.env, signal: context.signal }));
}

function firstLine(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  if (!line.startsWith('Usage: cloudlink-emulator'))
    throw new Error(`The emulator's help begins with "${line}".`);
  return line;
}
