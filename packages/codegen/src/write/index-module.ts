/**
 * Writes `index.ts` of a user's folder: `createCloudLink` with the types of that Center, and the tables that
 * its methods need. Besides the client it imports only types, so it works in Node, in bundlers and with every
 * module resolution.
 *
 * @module
 */
import type { OpenApiDocument } from '../document/openapi-document.ts';
import { nestedMethods, queriesByCall, rawSlashParameters, traitsByCall } from './run-time-tables.ts';
import type { Targets } from './targets.ts';

export function indexModule(document: OpenApiDocument, { header }: Targets): string {
  const tables = {
    methods: nestedMethods(document),
    traits: traitsByCall(document),
    queries: queriesByCall(document),
    rawSlashes: rawSlashParameters(document),
  };
  return `${header}
/**
 * The client of @cloudlink-center/client, with the operations of your Center: import \`createCloudLink\` from here instead.
 */
import type { CloudLinkCore, CloudLinkOptions, PathCall } from '@cloudlink-center/client';
import { type ApiTables, createCloudLinkFromTables } from '@cloudlink-center/client/tables';
import type { Groups } from './groups.js';
import type {
  DeleteOptional, DeleteRequired, GetOptional, GetRequired, PostOptional, PostRequired, PutOptional, PutRequired,
} from './inputs.js';

export type { components, paths } from './paths.js';
export type * from './schemas.js';
export type { Groups } from './groups.js';

/** The path-string calls of your Center. */
export interface PathCalls {
  readonly GET: PathCall<GetOptional, GetRequired>;
  readonly PUT: PathCall<PutOptional, PutRequired>;
  readonly POST: PathCall<PostOptional, PostRequired>;
  readonly DELETE: PathCall<DeleteOptional, DeleteRequired>;
}

/** A client of your Center: named methods, and path-string calls. */
export interface CloudLink extends Omit<CloudLinkCore, keyof PathCalls>, PathCalls, Groups {}

const tables: ApiTables = ${JSON.stringify(tables, undefined, 2)};

/** Creates a client of your Center, with the same options as \`createCloudLink\` of @cloudlink-center/client. */
export function createCloudLink(options: CloudLinkOptions): CloudLink {
  // The tables and the types come from the same description.
  return createCloudLinkFromTables(options, tables) as unknown as CloudLink;
}
`;
}
