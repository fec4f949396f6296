/**
 * The types of the tables in `generated/`, with the facts that a command needs. They are loaded one topic at
 * a time.
 *
 * @module
 */

/** A group of operations, such as `machines`, with its subgroups. */
export interface Topic {
  readonly name: string;
  readonly operations: readonly OperationRow[];
}

/** A topic in the overview. */
export interface TopicEntry {
  /** Names of its methods and subgroups. */
  readonly methods: readonly string[];
  readonly load: () => Promise<{ readonly topic: Topic }>;
}

/** One operation. A missing fact is false. */
export interface OperationRow {
  /** Operation id, such as `machines.rotateKeys`. */
  readonly id: string;
  /** Words of the command, such as `['machines', 'rotate-keys']`. */
  readonly command: readonly string[];
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** One of these permissions is enough. */
  readonly permissions: readonly string[];
  readonly audit?: string;
  readonly dangerous?: true;
  /** A GET with side effects. */
  readonly sideEffects?: true;
  readonly nodeLocal?: true;
  readonly slow?: true;
  /** The response is a file. */
  readonly binary?: true;
  readonly parameters: readonly PathParameter[];
  readonly flags: readonly Flag[];
  readonly body?: { readonly type: string; readonly form?: true; readonly example?: unknown };
}

/** A path parameter, which is an argument of the command. */
export interface PathParameter {
  readonly name: string;
  readonly placeholder: string;
  readonly description: string;
  readonly example: string;
  /** Slashes in the value are not encoded. */
  readonly rawSlashes?: true;
}

/** A query parameter, a field of the body, or a part of a form, which is a flag of the command. */
export interface Flag {
  readonly name: string;
  /** The flag without its dashes. */
  flag: string;
  readonly in: 'query' | 'body' | 'part';
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'strings' | 'integers' | 'file';
  readonly required?: true;
  /** Never an argument: read from a file or standard input, or asked for. */
  readonly secret?: true;
  /** Known values. Other values are accepted too. */
  readonly values?: readonly string[];
  readonly description: string;
  readonly example?: unknown;
}
