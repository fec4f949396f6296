/**
 * Serves the collections: `list`, `get`, `create` or `add`, `update`, `delete` or `shred`. The other routes
 * do everything else.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { knownFrom } from '../evidence.ts';
import { COLLECTIONS, type CollectionRoute } from '../collections.ts';
import { answerSchema, type Operation } from '../internal/openapi.ts';
import type { State } from '../store.ts';
import { type Call, find, type Handlers, mustBeFree, remove } from './handler.ts';

type Item = Record<string, unknown>;

export const collections: Handlers = Object.assign({}, ...COLLECTIONS.map(handlersOf));

/** The item of a path, or a 404. */
export function itemOf(call: Call, group: CollectionRoute['group']): Item {
  const route = COLLECTIONS.find((one) => one.group === group);
  if (route === undefined) throw new Error(`There is no collection ${group}.`);
  return find(itemsOf(call.state, route), isNamed(route, call), route.what);
}

/** Answers 404 if a parent in the path does not exist. */
export function mustExist({ path }: Operation, call: Call): void {
  const route = COLLECTIONS.find(({ item }) => path === item || path.startsWith(`${item}/`));
  if (route !== undefined) itemOf(call, route.group);
}

/** The properties of a body that the response schema has, so that a stored password is never returned. */
export function knownIn(operationId: string, body: Item): Item {
  const { properties } = answerSchema(operationId) ?? {};
  if (properties === undefined) return { ...body };
  return Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(properties, name)));
}

function handlersOf(route: CollectionRoute): Handlers {
  const { group, what } = route;
  const create = (call: Call): void => {
    const items = itemsOf(call.state, route);
    mustBeFree(items, (item) => keysOf(route).every((name) => item[name] === call.body[name]), what);
    items.push({ ...assigned(group), ...knownIn(`${group}.list`, call.body) });
  };
  const update = (call: Call): void => {
    Object.assign(itemOf(call, group), knownIn(`${group}.list`, call.body));
  };
  const destroy = (call: Call): void => remove(itemsOf(call.state, route), isNamed(route, call), what);
  return {
    [`${group}.list`]: ({ state }) => itemsOf(state, route),
    [`${group}.get`]: (call) => itemOf(call, group),
    // That these operations store their input is inferred from their names; that an update keeps properties
    // that it does not name was seen with groups.
    [`${group}.create`]: knownFrom('I', create),
    [`${group}.add`]: knownFrom('I', create),
    [`${group}.update`]: knownFrom('I', update),
    [`${group}.delete`]: knownFrom('I', destroy),
    [`${group}.shred`]: knownFrom('I', destroy),
  };
}

/** The properties that the server adds to a new item. */
function assigned(group: string): Item {
  const { properties = {} } = answerSchema(`${group}.list`) ?? {};
  return Object.hasOwn(properties, 'target_id') ? { target_id: randomBytes(16).toString('hex') } : {};
}

function itemsOf(state: State, { group }: CollectionRoute): Item[] {
  // Handlers write only properties of the list's schema.
  return state.collections[group] as Item[];
}

function keysOf({ key }: CollectionRoute): string[] {
  return Object.values(key);
}

function isNamed({ key }: CollectionRoute, { path }: Call): (item: Item) => boolean {
  return (item) => Object.entries(key).every(([parameter, name]) => item[name] === path[parameter]);
}
