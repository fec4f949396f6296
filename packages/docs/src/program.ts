/**
 * An example as a guide shows it: without its header, which speaks to whoever reads the repository.
 *
 * @module
 */

/** @param source - Of a file whose first comments are its header. */
export const program = (source: string): string => source.replace(/^(\/\*.*?\*\/\s*)+/s, '').trimEnd();
