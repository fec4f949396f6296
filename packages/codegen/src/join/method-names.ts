/**
 * Names operations that this SDK does not know, by rule: the group is that of the known operations whose
 * paths start like the new one; the method is a verb for the HTTP method, followed by the rest of the path.
 *
 * @module
 */
import type { HttpMethod, OperationEntry } from '../document/openapi-document.ts';

export interface MethodNames {
  /** Returns a unique name. */
  nameFor(entry: OperationEntry): string;
}

export function createMethodNames(known: readonly OperationEntry[]): MethodNames {
  const taken = new Set(known.map(({ operation }) => operation.operationId));
  const groups = new Set(
    known.map(({ operation }) => operation.operationId.split('.').slice(0, -1).join('.')),
  );
  const verbs = new Set(known.map(({ operation }) => verbOf(operation.operationId)));
  return {
    nameFor(entry) {
      const { group, rest } = groupFor(entry.path, known);
      const method = methodFor(entry, rest, verbs);
      const parameters = [...entry.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => pascal(name));
      const candidates = [method, `${method}By${parameters.join('And')}`];
      for (let count = 2; count < 100; count += 1) candidates.push(`${method}${String(count)}`);
      const free = candidates
        .map((name) => `${group}.${name}`)
        .find((id) => !taken.has(id) && !groups.has(id));
      const id = free ?? `${group}.${method}`;
      taken.add(id);
      return id;
    },
  };
}

function verbOf(operationId: string): string {
  return /^[a-z]+/.exec(operationId.split('.').at(-1) ?? '')?.[0] ?? '';
}

/** The group of the known paths with the longest common start, and the remaining segments. */
function groupFor(path: string, known: readonly OperationEntry[]): { group: string; rest: string[] } {
  const segments = segmentsOf(path);
  let best: { group: string; shared: number; extra: number } | undefined;
  for (const entry of known) {
    const other = segmentsOf(entry.path);
    const shared = sharedSegments(segments, other);
    const group = entry.operation.operationId.split('.').slice(0, -1).join('.');
    const extra = other.length - shared;
    if (
      shared > 0 &&
      (best === undefined || shared > best.shared || (shared === best.shared && extra < best.extra))
    )
      best = { group, shared, extra };
  }
  if (best === undefined)
    return { group: camel(fixed(segments)[0] ?? 'root'), rest: fixed(segments.slice(1)) };
  return { group: best.group, rest: fixed(segments.slice(best.shared)) };
}

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => segment.replace(/^\{.*\}$/, '{}'));
}

function sharedSegments(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  // A common parameter position alone does not count.
  return count;
}

function fixed(segments: readonly string[]): string[] {
  return segments.filter((segment) => segment !== '{}');
}

function methodFor(entry: OperationEntry, rest: readonly string[], verbs: ReadonlySet<string>): string {
  const words = rest.map(pascal).join('');
  const last = rest.at(-1)?.toLowerCase() ?? '';
  if (entry.method !== 'get' && verbs.has(last)) return last + rest.slice(0, -1).map(pascal).join('');
  return httpVerb(entry.method, answersList(entry)) + words;
}

function httpVerb(method: HttpMethod, isList: boolean): string {
  return { get: isList ? 'list' : 'get', put: 'update', post: 'create', delete: 'delete' }[method];
}

function answersList({ success }: OperationEntry): boolean {
  return Object.values(success.response.content ?? {})[0]?.schema?.type === 'array';
}

function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function camel(text: string): string {
  const name = pascal(text);
  const start = name.charAt(0).toLowerCase() + name.slice(1);
  return /^[a-z]/.test(start) ? start : `group${name}`;
}
