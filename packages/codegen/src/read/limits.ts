/**
 * How much of an input is accepted. A description of the whole API has 0.5 MB; the limits leave room and end what is hostile.
 *
 * @module
 */

/** Bytes of one input, files that it refers to included. */
export const MAX_BYTES: number = 32 * 1024 * 1024;
/** Bytes of YAML, which takes eighty times as long to read as JSON. */
export const MAX_YAML_BYTES: number = 4 * 1024 * 1024;
/** Values within values. */
export const MAX_DEPTH = 200;
/** Values, each counted as often as it is referred to by an alias. */
export const MAX_VALUES = 2_000_000;
/** Uses of aliases in YAML. */
export const MAX_ALIASES = 1_000;
/** Milliseconds until an address has answered. */
export const MAX_FETCH_MS = 30_000;
/** Files that one input may refer to. */
export const MAX_FILES = 500;
