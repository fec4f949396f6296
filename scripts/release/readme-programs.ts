/**
 * The first code of a README is a whole program, so that it can be tried as it is written. Part of `pnpm release:rehearse`.
 *
 * @module
 */

/** @param path - Of the README, for the message. */
export function firstProgram(markdown: string, path: string): string {
  const [, code] = /```ts\n(.*?)```/s.exec(markdown) ?? [];
  if (!code?.startsWith('import '))
    throw new Error(`The first code of ${path} is not a whole program. Begin it with its imports.`);
  return code;
}
