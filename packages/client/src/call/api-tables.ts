/**
 * The tables that describe an API to the client at run time. The client's own are generated; others come from
 * cloudlink-codegen.
 *
 * @module
 */
import type { MethodTable } from '../generated/methods.ts';

/** The tables of a client whose types were generated elsewhere. */
export interface ApiTables {
  /** Groups by name. The leaves are `METHOD path`. */
  readonly methods: MethodTable;
  /** `METHOD path` to its traits, one letter each. Calls without traits are left out. */
  readonly traits: Readonly<Record<string, string>>;
  /**
   * `METHOD path` to the names of its query parameters, separated by spaces. Calls without query parameters
   * are left out.
   */
  readonly queries: Readonly<Record<string, string>>;
  /** Path template to the path parameter whose slashes are not encoded. */
  readonly rawSlashes: Readonly<Record<string, string>>;
}
