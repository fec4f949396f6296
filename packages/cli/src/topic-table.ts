/**
 * The shape of the tables in `generated/`: what a command needs to know of its operation. They are loaded one topic at a time.
 *
 * @module
 */

/** A group of operations, such as `machines`, with the groups below it. */
export interface Topic {
  readonly name: string;
  readonly operations: readonly OperationRow[];
}

/** A topic in the overview. */
export interface TopicEntry {
  /** Names of its methods, and of the groups below it. */
  readonly methods: readonly string[];
  readonly load: () => Promise<{ readonly topic: Topic }>;
}

/** One operation. Facts that are absent do not hold. */
export interface OperationRow {
  /** Operation id, such as `machines.rotateKeys`. */
  readonly id: string;
  /** Words of the command, such as `['machines', 'rotate-keys']`. */
  readonly command: readonly string[];
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** Any one of them suffices. */
  readonly permissions: readonly string[];
  readonly audit?: string;
  readonly dangerous?: true;
  /** A GET that makes something new. */
  readonly sideEffects?: true;
  readonly nodeLocal?: true;
  readonly slow?: true;
  /** It answers a file. */
  readonly binary?: true;
  readonly parameters: readonly PathParameter[];
  readonly flags: readonly Flag[];
  readonly body?: { readonly type: string; readonly form?: true; readonly example?: unknown };
}

/** A parameter of the path, which a command takes as an argument. */
export interface PathParameter {
  readonly name: string;
  readonly placeholder: string;
  readonly description: string;
  readonly example: string;
  /** Slashes in it stay as they are. */
  readonly rawSlashes?: true;
}

/** A query parameter, a field of the body, or a part of a form, which a command takes as a flag. */
export interface Flag {
  readonly name: string;
  /** Without the dashes. */
  flag: string;
  readonly in: 'query' | 'body' | 'part';
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'strings' | 'integers' | 'file';
  readonly required?: true;
  /** Never taken as an argument: from a file, from standard input, or asked for. */
  readonly secret?: true;
  /** Values that are known; others are passed on. */
  readonly values?: readonly string[];
  readonly description: string;
  readonly example?: unknown;
}
