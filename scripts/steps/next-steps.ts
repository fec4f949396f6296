/**
 * The last lines of `npm start`: three next steps for a user who has just cloned the repository. steps.ts
 * prints them. Part of `npm start`.
 *
 * @module
 */

/**
 * @param packageManager - As package.json has it, such as `pnpm@12.21.0`: a new machine has no pnpm of its
 *   own.
 */
export function nextSteps(packageManager: string): string {
  const run = `npx ${packageManager} run`;
  return `
What to do next:
  1. Read the program that just ran:    packages/client/examples/main-job.ts
  2. Do the same from a shell:          ${run} cloudlink machines list --emulator
  3. Write your own, with short steps:  packages/client/README.md (or the whole site: ${run} docs)`;
}
