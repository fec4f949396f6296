/**
 * The lists of named things of an emulator, besides machines, people and monitoring. They start with the
 * examples of the specification. routes/collections.ts serves them.
 *
 * @module
 */
import type {
  CloudProvider,
  ClusterMember,
  DnsServer,
  EmailRecipient,
  Keystore,
  KmipClient,
  KmipObject,
  KmipPartition,
  KubernetesCluster,
  LicensedHost,
  Location,
  NtpServer,
  SystemProperty,
} from '@cloudlink-center/spec';
import { exampleAnswer } from './internal/openapi.ts';

/** The lists by group, as in the ids of the operations. */
export interface Collections {
  keystores: Keystore[];
  locations: Location[];
  cloudProviders: CloudProvider[];
  licensedHosts: LicensedHost[];
  'kmip.clients': KmipClient[];
  'kmip.partitions': KmipPartition[];
  'kubernetes.clusters': KubernetesCluster[];
  'cluster.members': ClusterMember[];
  dns: DnsServer[];
  ntp: NtpServer[];
  'email.recipients': EmailRecipient[];
  'debug.properties': SystemProperty[];
}

/** The path of an item of a collection, and the property that each path parameter stands for. */
export interface CollectionRoute {
  readonly group: keyof Collections;
  /** Path of one item, and the start of the paths below it. */
  readonly item: string;
  readonly key: Readonly<Record<string, string>>;
  readonly what: string;
}

export const COLLECTIONS: readonly CollectionRoute[] = [
  { group: 'keystores', item: '/keystores/{name}', key: { name: 'name' }, what: 'The keystore' },
  { group: 'locations', item: '/location/locations/{name}', key: { name: 'name' }, what: 'The location' },
  {
    group: 'cloudProviders',
    item: '/location/providers/{name}',
    key: { name: 'name' },
    what: 'The provider',
  },
  {
    group: 'licensedHosts',
    item: '/location/sockets/{providerName}/{host}',
    key: { providerName: 'provider', host: 'host' },
    what: 'The licensed host',
  },
  { group: 'kmip.clients', item: '/kmip/clients/{name}', key: { name: 'name' }, what: 'The client' },
  { group: 'kmip.partitions', item: '/kmip/partitions/{name}', key: { name: 'name' }, what: 'The partition' },
  {
    group: 'kubernetes.clusters',
    item: '/kubernetes/clusters/{name}',
    key: { name: 'name' },
    what: 'The cluster',
  },
  { group: 'cluster.members', item: '/cluster/members/{uuid}', key: { uuid: 'uuid' }, what: 'The member' },
  { group: 'dns', item: '/dns/{ip}', key: { ip: 'ip' }, what: 'The DNS server' },
  { group: 'ntp', item: '/time/ntp/{server}', key: { server: 'address' }, what: 'The NTP server' },
  {
    group: 'email.recipients',
    item: '/email/recipients/{address}',
    key: { address: 'address' },
    what: 'The recipient',
  },
  {
    group: 'debug.properties',
    item: '/debug/properties/get_property/{name}',
    key: { name: 'property_name' },
    what: 'The property',
  },
];

/** Each list with the first example of the specification. */
export function createCollections(): Collections {
  const entries = COLLECTIONS.map(({ group }) => {
    const example = exampleAnswer(`${group}.list`);
    return [group, Array.isArray(example) ? example : []];
  });
  // A test checks each example against its schema, from which these types are generated.
  return Object.fromEntries(entries) as Collections;
}

/** The first partition has the example objects of the specification. */
export function createKmipObjects(): Record<string, KmipObject[]> {
  const [partition] = createCollections()['kmip.partitions'];
  // As above.
  const objects = (exampleAnswer('kmip.partitions.listObjects') ?? []) as KmipObject[];
  return partition === undefined ? {} : { [partition.name]: objects };
}
