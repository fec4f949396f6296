/**
 * The first code of a README is a whole program. `pnpm release:rehearse` and `pnpm test:matrix` run it as it
 * is written.
 *
 * @module
 */

/** @param path - Of the README, for the message. */
export function firstProgram(markdown: string, path: string): string {
  const [, code] = /```ts\n(.*?)```/s.exec(markdown) ?? [];
  if (!code?.startsWith('import '))
    throw new Error(`The first code block of ${path} is not a whole program. Start it with its imports.`);
  return code;
}
