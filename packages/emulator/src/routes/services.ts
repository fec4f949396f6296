/**
 * The cluster, locations and services of the Center, beyond settings and lists.
 *
 * @module
 */
import { knownFrom } from '../evidence.ts';
import { exampleAnswer } from '../internal/openapi.ts';
import { address } from './addresses.ts';
import { collections, itemOf } from './collections.ts';
import { type Call, type Handler, type Handlers, Refusal, remove } from './handler.ts';

export const services: Handlers = {
  'cors.allowOrigin': knownFrom('V', ({ state, body }) => {
    const origin = String(body['origin']);
    if (/[\r\n]/.test(origin)) throw new Refusal('This is not an origin.');
    if (!state.origins.includes(origin)) state.origins.push(origin);
  }),
  'cluster.members.setAddress': knownFrom('I', (call) => {
    itemOf(call, 'cluster.members')['address'] = call.body['address'];
  }),
  // The order of a join was seen. The status of a wrong password is not known.
  'cluster.join': knownFrom('S', ({ node, body }) => {
    const [host, user, password] = ['host', 'rem_user', 'rem_password'].map((name) => String(body[name]));
    if (!node.join(host ?? '', user ?? '', password ?? ''))
      throw new Refusal('The user or the password is wrong.');
  }),
  'cluster.proxy': knownFrom('V', (call) => {
    const { uuid, method, url, body } = call.body;
    const answer = call.node.proxy(call, String(uuid), String(method), String(url), body);
    if (answer !== undefined) return answer;
    itemOf({ ...call, path: { uuid: String(uuid) } }, 'cluster.members');
    // The member is no node here, and nothing is known about its response.
    return exampleAnswer('cluster.proxy');
  }),
  'dns.add': knownFrom('S', (call) => {
    address(call.body['ip']);
    collections['dns.add']?.(call);
  }),
  'debug.properties.update': knownFrom('I', ({ state, body }) => {
    const properties = state.collections['debug.properties'];
    const name = String(body['property_name']);
    const property = properties.find((one) => one.property_name === name);
    if (property === undefined) properties.push({ ...body, property_name: name });
    else Object.assign(property, body);
  }),
  // Its path differs from that of the item.
  'debug.properties.delete': knownFrom('I', ({ state, path }) =>
    remove(
      state.collections['debug.properties'],
      ({ property_name }) => property_name === path['name'],
      'The property',
    ),
  ),
  'locations.addInstance': knownFrom('I', (call) => {
    const location = itemOf(call, 'locations');
    const present = Array.isArray(location['instances']) ? location['instances'] : [];
    location['instances'] = [...present, call.body];
  }),
  'locations.deleteProvider': withoutInstances(),
  'locations.deleteCluster': withoutInstances(),
  'locations.deleteDatacenter': withoutInstances(),
  'locations.deleteFolder': withoutInstances(),
  'locations.deleteHost': withoutInstances(),
  'locations.deleteRegion': withoutInstances(),
};

/** Removes all instances of a provider, or the instance in the path. */
function withoutInstances(): Handler {
  return knownFrom('I', (call: Call) => {
    const location = itemOf(call, 'locations');
    const present: unknown[] = Array.isArray(location['instances']) ? location['instances'] : [];
    const { providerName, instance } = call.path;
    location['instances'] = present.filter((one) => {
      const { provider, name } = one as { provider?: string; name?: string };
      return provider !== providerName || (instance !== undefined && name !== instance);
    });
  });
}
