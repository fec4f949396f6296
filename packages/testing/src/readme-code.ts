/**
 * The code of a README, for the tests that compare it with examples that run.
 *
 * @module
 */

/** What stands in its blocks of TypeScript and JavaScript. */
export function codeBlocks(markdown: string): string[] {
  const blocks = markdown.matchAll(/```(?:[cm]?[jt]sx?|javascript|typescript)\b.*\n([^]*?)```/g);
  return [...blocks].map(([, code = '']) => code);
}

/** The examples of which the code is whole lines. */
export function examplesWith(code: string, examples: readonly string[]): string[] {
  return examples.filter((example) => `\n${example}`.includes(`\n${code}`));
}
