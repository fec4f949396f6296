/**
 * Words as a POSIX shell takes them, for examples and for hints that people paste.
 *
 * @module
 */

export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}
