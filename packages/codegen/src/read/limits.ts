/**
 * The limits of an input. A description of the whole API has 0.5 MB; the limits allow far more, and stop
 * malicious input.
 *
 * @module
 */

/** Bytes of one input, including the files that it refers to. */
export const MAX_BYTES: number = 32 * 1024 * 1024;
/** Bytes of YAML, which takes eighty times as long to parse as JSON. */
export const MAX_YAML_BYTES: number = 4 * 1024 * 1024;
/** Levels of nesting. */
export const MAX_DEPTH = 200;
/** Values, counted once for each alias that refers to them. */
export const MAX_VALUES = 2_000_000;
/** Uses of aliases in YAML. */
export const MAX_ALIASES = 1_000;
/** Time limit for fetching an address, in milliseconds. */
export const MAX_FETCH_MS = 30_000;
/** Files that one input may refer to. */
export const MAX_FILES = 500;
