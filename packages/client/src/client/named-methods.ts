/**
 * The named methods at run time. Their types are generated (`generated/groups.ts`).
 *
 * @module
 */
import type { HttpMethod, UntypedCall } from '../call/call-context.ts';
import type { CallOptions, CallResult, DataWithResponse, MethodResult } from '../call/call-options.ts';
import { CALL_OPTION_NAMES } from '../call/check-init.ts';
import { checkNames } from '../errors/check-names.ts';
import type { Groups } from '../generated/groups.ts';
import { methods as ownMethods, type MethodTable } from '../generated/methods.ts';

type Input = CallOptions & {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
};
type NamedMethod = (input?: Input) => MethodResult<unknown>;
type Group = { [name: string]: Group | NamedMethod };

const INPUT_NAMES = ['path', 'query', 'body', ...CALL_OPTION_NAMES] as const;

/** Adds the groups to `target`: `machines.list`, `kmip.clients.get`. A group is built on first use. */
export function addNamedMethods<Target extends object>(
  target: Target,
  call: UntypedCall,
  methods: MethodTable = ownMethods,
): Target & Groups {
  for (const [name, table] of Object.entries(methods)) {
    if (typeof table !== 'string') defineGroup(target, name, table, name, call);
  }
  // The table and the interfaces are generated from the same specification, and a test compares them.
  return target as Target & Groups;
}

function defineGroup(target: object, name: string, table: MethodTable, id: string, call: UntypedCall): void {
  let group: Group | undefined;
  Object.defineProperty(target, name, {
    enumerable: true,
    get: () => (group ??= groupOf(table, id, call)),
  });
}

function groupOf(table: MethodTable, id: string, call: UntypedCall): Group {
  const group: Group = {};
  for (const [name, entry] of Object.entries(table)) {
    const memberId = `${id}.${name}`;
    if (typeof entry === 'string') group[name] = namedMethod(call, memberId, entry);
    else defineGroup(group, name, entry, memberId, call);
  }
  return group;
}

/** @param target - Method and path, such as `GET /securevm`. */
function namedMethod(call: UntypedCall, id: string, target: string): NamedMethod {
  const space = target.indexOf(' ');
  // The generated table has no other methods.
  const method = target.slice(0, space) as HttpMethod;
  const path = target.slice(space + 1);
  return (input) => {
    const result = resultOf(call, id, method, path, input);
    const data = result.then((one) => unwrap(one).data);
    return Object.assign(data, {
      async withResponse() {
        // This promise reports the failure, so the other one must not count as unhandled.
        data.catch(() => {});
        return unwrap(await result);
      },
    });
  };
}

async function resultOf(
  call: UntypedCall,
  id: string,
  method: HttpMethod,
  target: string,
  input: Input | undefined,
): Promise<CallResult<unknown>> {
  if (input === undefined) return call(method, target, undefined, id);
  checkNames(id, input, INPUT_NAMES);
  const { path, query, ...rest } = input;
  const params = { ...(path && { path }), ...(query && { query }) };
  return call(method, target, { ...rest, params }, id);
}

function unwrap(result: CallResult<unknown>): DataWithResponse<unknown> {
  if (result.error !== undefined) throw result.error;
  const { data, status, response } = result;
  return { data, status, response };
}
