/**
 * What is generated compiles, and is used as somebody would: known methods keep their names and hover texts,
 * new ones are called, and gone ones are type errors. `compilers.thorough.test.ts` has older compilers.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate } from '../src/generate.ts';
import type { Description } from '../src/read/read-description.ts';
import { writeFolder } from '../src/cli/write-folder.ts';
import { compileFolder, COMPILERS } from './compile-folder.ts';
import { appliance, described, knowledge, newerAppliance } from './descriptions.ts';
import { startNewerCenter } from './newer-center.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const known = knowledge();
let folder: string;

beforeAll(() => {
  // Inside the package, so that the client is found.
  folder = mkdtempSync(join(packageFolder, 'generated-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Generates into a folder of its own. */
function write(name: string, description: Description): string {
  const target = join(folder, name.replaceAll(/\W+/g, '-'));
  writeFolder(target, generate(description, known).files);
  return target;
}

test('the folder compiles, with either way of resolving modules', async () => {
  const target = write('newer', await described(newerAppliance()));
  expect(compileFolder(target)).toBe('');
  const bundled = { module: 'esnext', moduleResolution: 'bundler' };
  expect(compileFolder(target, COMPILERS['7'], bundled)).toBe('');
});

test('known methods keep their hover texts, new ones have theirs, and gone ones say so', async () => {
  const before = generate(await described(appliance()), known).files['groups.ts'] ?? '';
  const after = generate(await described(newerAppliance()), known).files['groups.ts'] ?? '';
  const hover = /\/\*\*\s+\* List machines\.[^/]+?\*\/\s+list\(input\?: MachinesListInput\)/;
  expect(after.match(hover)?.[0]).toBe(before.match(hover)?.[0]);
  expect(after).toContain('Lists the sensors of a machine.');
  expect(after).toContain("Removed: this Center's description has no PUT /securevm/{uuid}/move.");
});

test('mistakes are type errors, and nothing else is', async () => {
  const target = write('mistakes', await described(newerAppliance()));
  writeFileSync(
    join(target, 'use.ts'),
    `import type { CloudLink, Machine, SensorOfFan } from './index.js';
import type { CloudLink as Known } from '@cloudlink-center/client';
export async function use(center: CloudLink): Promise<string | undefined> {
  const sensors: SensorOfFan[] = await center.machines.listSensors({ path: { uuid: 'a' }, query: { kind: 'fan' } });
  await center.GET('/securevm/{uuid}/sensors', { params: { path: { uuid: 'a' }, query: { kind: 'something new' } } });
  const machine: Machine | undefined = sensors[0]?.machine;
  await center.keystores.listKeys({ path: { name: 'a' }, query: { realm: 'b' } });
  return machine?.firmware;
}
export function mistakes(center: CloudLink): Known {
  // @ts-expect-error The operation is gone.
  center.machines.move({ path: { uuid: 'a' }, body: { destination_group_name: 'b' } });
  // @ts-expect-error So is its path.
  center.PUT('/securevm/{uuid}/move', { params: { path: { uuid: 'a' } }, body: { destination_group_name: 'b' } });
  // @ts-expect-error A new required parameter.
  center.keystores.listKeys({ path: { name: 'a' } });
  // @ts-expect-error A wrong type in a new body.
  center.machines.resetSensors({ path: { uuid: 'a', sensor: 'b' }, body: { hard: 'yes' } });
  // @ts-expect-error Functions for a client of this SDK may need what is gone.
  return center;
}
`,
  );
  expect(compileFolder(target)).toBe('');
});

test('a program calls known and new operations of a newer Center', async () => {
  await using center = await startNewerCenter();
  const target = write('program', await described(newerAppliance()));
  writeFileSync(
    join(target, 'program.ts'),
    `import { clientCredentials } from '@cloudlink-center/client';
import { createCloudLink } from './index.ts';
const { baseUrl = '', fingerprint256 = '' } = process.env;
await using center = createCloudLink({ baseUrl, auth: clientCredentials({ clientId: 'automation', clientSecret: 'emulated-secret' }), tls: { fingerprint256 } });
const [machine] = await center.machines.list();
const uuid = machine?.uuid ?? '';
const sensors = await center.machines.listSensors({ path: { uuid }, query: { kind: 'fan' } });
await center.machines.resetSensors({ path: { uuid, sensor: 'fan-1' }, body: { hard: true } });
const report = await center.machines.getReport({ path: { uuid, rest: 'daily/2026' } });
console.log(JSON.stringify({ machine: machine?.name, sensors, report: await report.text() }));
`,
  );
  const { url: baseUrl, fingerprint256 } = center;
  const { promise, resolve } = Promise.withResolvers<{ stdout: string; stderr: string }>();
  const { execFile } = await import('node:child_process');
  execFile(
    process.execPath,
    [join(target, 'program.ts')],
    { env: { ...process.env, baseUrl, fingerprint256 } },
    (_error, stdout, stderr) => resolve({ stdout, stderr }),
  );
  const { stdout, stderr } = await promise;
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({
    machine: expect.any(String),
    sensors: [{ name: 'fan-1', value: 900 }],
    report: 'a report',
  });
  expect(center.requests).toContainEqual(
    expect.stringMatching(/^GET \/cloudlink\/rest\/securevm\/[^/]+\/report\/daily\/2026$/),
  );
});

test('a folder that is there already keeps what is not generated, and its files when nothing changed', async () => {
  const target = join(folder, 'kept');
  mkdirSync(target);
  writeFileSync(join(target, 'mine.ts'), 'export {};\n');
  const { files } = generate(await described(appliance()), known);
  expect(writeFolder(target, files)).toEqual(Object.keys(files));
  expect(writeFolder(target, files)).toEqual([]);
  expect(readFileSync(join(target, 'mine.ts'), 'utf8')).toBe('export {};\n');
});
