/**
 * Finds the operation of a path. Fixed segments take precedence over parameters, and parameters over the rest
 * of a path.
 *
 * @module
 */
import type { Operation } from '../internal/openapi.ts';

export type Found =
  | { readonly operation: Operation; readonly path: Readonly<Record<string, string>> }
  | 'another method'
  | 'nothing';
export type Router = (method: string, segments: readonly string[]) => Found;

type Branch = {
  readonly fixed: Map<string, Branch>;
  parameter?: Branch;
  readonly here: Map<string, Operation>;
  /** Operations whose last parameter takes the rest of the path. */
  readonly rest: Map<string, Operation>;
};
type Match = { operation: Operation; values: string[] };

/** The form of unique links, so that `GET /cors` is a wrong method and not a link. */
const UNIQUE_LINK = /^link[0-9a-f]{64}$/;

export function createRouter(operations: readonly Operation[]): Router {
  const root = branch();
  for (const operation of operations) add(root, operation);
  return (method, segments) => {
    const seen = { another: false };
    const match = search(root, method, segments, 0, [], seen);
    if (match === undefined) return seen.another ? 'another method' : 'nothing';
    const names = namesOf(match.operation);
    const entries = names.map((name, index) => [name, match.values[index] ?? ''] as const);
    return { operation: match.operation, path: Object.fromEntries(entries) };
  };
}

function branch(): Branch {
  return { fixed: new Map(), here: new Map(), rest: new Map() };
}

function add(root: Branch, operation: Operation): void {
  const method = operation.method.toUpperCase();
  const raw = operation.parameters.find((parameter) => parameter['x-cloudlink-raw-slashes'])?.name;
  let at = root;
  for (const segment of operation.path.split('/').slice(1)) {
    if (segment === `{${raw ?? ''}}`) {
      at.rest.set(method, operation);
      return;
    }
    if (segment.startsWith('{')) at = at.parameter ??= branch();
    else {
      const next = at.fixed.get(segment) ?? branch();
      at.fixed.set(segment, next);
      at = next;
    }
  }
  at.here.set(method, operation);
}

function search(
  at: Branch,
  method: string,
  segments: readonly string[],
  index: number,
  values: string[],
  seen: { another: boolean },
): Match | undefined {
  const segment = segments[index];
  if (segment === undefined) {
    const operation = at.here.get(method);
    if (operation === undefined) seen.another ||= at.here.size > 0;
    return operation && { operation, values };
  }
  const fixed = at.fixed.get(segment);
  const byName = fixed && search(fixed, method, segments, index + 1, values, seen);
  if (byName !== undefined) return byName;
  const isLinkPlace = index === 0 && segments.length === 1;
  if (at.parameter !== undefined && segment !== '' && (!isLinkPlace || UNIQUE_LINK.test(segment))) {
    const found = search(at.parameter, method, segments, index + 1, [...values, segment], seen);
    if (found !== undefined) return found;
  }
  const rest = at.rest.get(method);
  if (rest === undefined || segment === '') {
    seen.another ||= at.rest.size > 0;
    return undefined;
  }
  return { operation: rest, values: [...values, segments.slice(index).join('/')] };
}

function namesOf({ path }: Operation): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
}
