/**
 * The named methods at run time: a table and one function. Their types are generated (`generated/groups.ts`).
 *
 * @module
 */
import type { CallOptions } from './call-options.ts';
import type { Groups } from './generated/groups.ts';
import { methods } from './generated/methods.ts';
import type { HttpMethod, UntypedCall } from './path-calls.ts';

type Input = CallOptions & {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
};
type Group = { [name: string]: Group | ((input?: Input) => Promise<unknown>) };

const INPUT_NAMES: ReadonlySet<string> = new Set(['path', 'query', 'body', 'signal', 'headers']);

/** Builds `{ machines: { list, get, ... }, kmip: { clients: ... } }` from the table. */
export function createNamedMethods(call: UntypedCall): Groups {
  const root: Group = {};
  for (const [id, target] of Object.entries(methods)) {
    const names = id.split('.');
    const method = names.pop() ?? '';
    let group = root;
    for (const name of names) {
      const next = (group[name] ??= {});
      if (typeof next === 'function') throw new Error(`${id}: ${name} is a method and a group.`);
      group = next;
    }
    group[method] = (input) => callByName(call, id, target, input);
  }
  // The table and the interfaces are generated from the same specification; a test compares them.
  return root as unknown as Groups;
}

async function callByName(
  call: UntypedCall,
  id: string,
  target: string,
  input: Input = {},
): Promise<unknown> {
  for (const name of Object.keys(input)) {
    if (!INPUT_NAMES.has(name))
      throw new TypeError(`${id} takes ${[...INPUT_NAMES].join(', ')}, and no "${name}".`);
  }
  const { path, query, ...rest } = input;
  const space = target.indexOf(' ');
  const params = { ...(path && { path }), ...(query && { query }) };
  const result = await call(target.slice(0, space) as HttpMethod, target.slice(space + 1), {
    ...rest,
    params,
  });
  if (result.error !== undefined) throw result.error;
  return result.data;
}
