/**
 * What the client has to know of an API at run time. Its own tables are generated with it; others come from a description that
 * cloudlink-codegen has read.
 *
 * @module
 */
import type { MethodTable } from '../generated/methods.ts';

/** The tables behind a client whose types were generated elsewhere. */
export interface ApiTables {
  /** Groups by name; at their ends `METHOD path`. */
  readonly methods: MethodTable;
  /** `METHOD path` to one letter a trait; ordinary calls are left out. */
  readonly traits: Readonly<Record<string, string>>;
  /** `METHOD path` to the names of its query parameters, with blanks between them; calls without any are left out. */
  readonly queries: Readonly<Record<string, string>>;
  /** Path template to the parameter that keeps its slashes. */
  readonly rawSlashes: Readonly<Record<string, string>>;
}
