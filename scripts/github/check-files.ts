/**
 * Finds what is wrong with the files that GitHub reads from `.github`. Part of `node
 * scripts/check-github.ts`.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '@redocly/openapi-core';
import { Ajv, type ValidateFunction } from 'ajv';
import { dependabotSchema, issueConfigSchema, issueFormSchema } from './form-schemas.ts';
import { githubProblems } from './language-service.ts';
import { brokenRules, differentPins, type ParsedFile } from './workflow-rules.ts';

const ajv = new Ajv({ allErrors: true, discriminator: true });
const FORMS = [
  { pattern: '.github/ISSUE_TEMPLATE/!(config).yml', fits: ajv.compile(issueFormSchema) },
  { pattern: '.github/ISSUE_TEMPLATE/config.yml', fits: ajv.compile(issueConfigSchema) },
  { pattern: '.github/dependabot.yml', fits: ajv.compile(dependabotSchema) },
];

/** @param root - Folder of the repository. */
export async function checkGithub(root: string): Promise<{ problems: string[]; workflows: number }> {
  const problems: string[] = [];
  const workflows = filesOf(root, '.github/{workflows,actions}/**/*.{yml,yaml}', problems);
  if (workflows.length === 0) problems.push(`.github/workflows: no workflow in ${root}`);
  for (const { path, text, content } of workflows) {
    const found = [...(await githubProblems(path, text)), ...brokenRules(content)];
    problems.push(...found.map((problem) => `${path}: ${problem}`));
  }
  problems.push(...differentPins(workflows));
  for (const { pattern, fits } of FORMS) {
    const files = filesOf(root, pattern, problems);
    if (files.length === 0) problems.push(`${pattern}: no such file in ${root}`);
    for (const { path, content } of files) problems.push(...misfits(path, content, fits));
  }
  return { problems, workflows: workflows.length };
}

/** Adds a problem for each file that is not YAML. */
function filesOf(root: string, pattern: string, problems: string[]): ParsedFile[] {
  return globSync(pattern, { cwd: root })
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      try {
        return { path, text, content: parseYaml(text) };
      } catch (error) {
        problems.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
        return { path, text, content: undefined };
      }
    });
}

function misfits(path: string, content: unknown, fits: ValidateFunction): string[] {
  if (fits(content)) return [];
  return (fits.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${path}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
