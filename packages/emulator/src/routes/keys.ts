/**
 * Keystores, KMIP and Kubernetes, beyond lists: moving keys, certificates for new clients and clusters, and
 * shredding objects.
 *
 * @module
 */
import type { KeyObject } from 'node:crypto';
import type { KeyMove, KmipObject } from '@cloudlink-center/spec';
import { knownFrom } from '../evidence.ts';
import { readOwn, writeOwn } from '../internal/own.ts';
import { certify, newKeys, privatePem } from '../internal/x509.ts';
import type { State } from '../store.ts';
import { collections, itemOf } from './collections.ts';
import { type Call, find, type Handlers, Refusal, remove } from './handler.ts';

export const keys: Handlers = {
  'keystores.setDescription': knownFrom('I', (call) => {
    itemOf(call, 'keystores')['description'] = call.body['description'];
  }),
  'keystores.setLocation': knownFrom('I', (call) => void Object.assign(itemOf(call, 'keystores'), call.body)),
  'keystores.setProtector': knownFrom(
    'I',
    (call) => void Object.assign(itemOf(call, 'keystores'), call.body),
  ),
  'keystores.moveKeys': knownFrom('I', ({ state, path, body, now, workDuration }) => {
    const named = body['destination_keystore_name'];
    const destination = find(state.collections.keystores, ({ name }) => name === named, 'The destination');
    if (named === path['name']) throw new Refusal('The keys are already there.');
    if (moveAt(state, now).in_progress) throw new Refusal('Another move is in progress.');
    state.keyMove = {
      source: path['name'] ?? '',
      destination: String(destination['name']),
      from: now,
      to: now + workDuration,
    };
  }),
  'keystores.getMove': ({ state, now }) => moveAt(state, now),
  'kmip.clients.create': knownFrom('U', async (call) => {
    collections['kmip.clients.create']?.(call);
    const client = itemOf({ ...call, path: { name: String(call.body['name']) } }, 'kmip.clients');
    client['cert_status'] = true;
    return { zip: await clientBundle(call, String(call.body['name'])) };
  }),
  // Creates a new certificate on each call (V).
  'kmip.clients.createPemCertificate': async (call) => {
    const client = itemOf(call, 'kmip.clients');
    client['cert_status'] = true;
    return { zip: await clientBundle(call, call.path['name'] ?? '') };
  },
  // The names of its files are a guess.
  'kmip.clients.createPkcs12Certificate': knownFrom('I', async (call) => {
    const client = itemOf(call, 'kmip.clients');
    client['cert_status'] = true;
    const { certificate, privateKey } = clientCertificate(call, call.path['name'] ?? '');
    const { pkcs12 } = await import('../internal/pkcs12.ts');
    const { password = '' } = call.body;
    const bundle = pkcs12(certificate, privateKey, typeof password === 'string' ? password : '');
    return { zip: await zipOf({ 'cert.p12': bundle, 'ca.pem': call.node.authority.certificate }) };
  }),
  'kmip.clients.setNotes': knownFrom(
    'I',
    (call) => void (itemOf(call, 'kmip.clients')['notes'] = call.body['notes']),
  ),
  'kmip.clients.setPassword': knownFrom('G', (call) => void itemOf(call, 'kmip.clients')),
  'kmip.partitions.rotateKey': knownFrom('I', ({ state, path }) => {
    find(state.collections.keystores, ({ name }) => name === path['keystore'], 'The keystore');
  }),
  'kmip.partitions.stopRotation': knownFrom('G', () => undefined),
  'kmip.partitions.listObjects': ({ state, path, query, guesses }) =>
    pageFrom(objectsOf(state, path), query, guesses.idIsInclusive),
  'kmip.partitions.shredObject': knownFrom('I', ({ state, path }) =>
    remove(objectsOf(state, path), ({ id }) => id === path['uuid'], 'The object'),
  ),
  'kubernetes.clusters.create': knownFrom('I', (call) => {
    collections['kubernetes.clusters.create']?.(call);
    return clusterCertificate(call, String(call.body['name']));
  }),
  'kubernetes.clusters.createCertificate': (call) => clusterCertificate(call, call.path['name'] ?? ''),
};

/** A zip with `cert.pem`, `key.pem` and `ca.pem` (U), in base64. */
async function clientBundle(call: Call, name: string): Promise<string> {
  const { certificate, privateKey } = clientCertificate(call, name);
  const key = privatePem(privateKey);
  return zipOf({ 'cert.pem': certificate, 'key.pem': key, 'ca.pem': call.node.authority.certificate });
}

async function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const { zipSync, strToU8 } = await import('fflate');
  const entries = Object.entries(files).map(
    ([file, content]) => [file, typeof content === 'string' ? strToU8(content) : content] as const,
  );
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 0 })).toString('base64');
}

function clusterCertificate(call: Call, name: string): { certificate: string; private_key: string } {
  const { certificate, privateKey } = clientCertificate(call, name);
  return { certificate, private_key: privatePem(privateKey) };
}

function clientCertificate(
  { node, now, guesses }: Call,
  name: string,
): { certificate: string; privateKey: KeyObject } {
  const { publicKey, privateKey } = newKeys();
  const certificate = certify(node.authority, {
    subject: [['CN', name]],
    publicKey,
    days: guesses.certificateDays,
    notBefore: new Date(now - 60_000),
    use: 'client',
  });
  return { certificate, privateKey };
}

function objectsOf({ kmipObjects }: State, path: Call['path']): KmipObject[] {
  const name = path['name'] ?? '';
  const present = readOwn(kmipObjects, name);
  if (present === undefined) writeOwn(kmipObjects, name, []);
  return present ?? readOwn(kmipObjects, name) ?? [];
}

/** Whether the page starts with the named entry or after it is a guess. */
function pageFrom<T extends { id?: string }>(
  list: readonly T[],
  { start_id, count }: Call['query'],
  isInclusive: boolean,
): T[] {
  const index = list.findIndex(({ id }) => id === start_id);
  const start = index < 0 ? 0 : index + (isInclusive ? 0 : 1);
  return list.slice(start, count === undefined ? undefined : start + Number(count));
}

/** The response after the end of a move is not known; here it is the last move, at 100. */
function moveAt({ keyMove }: State, now: number): KeyMove & { in_progress: boolean } {
  if (keyMove === undefined) return { in_progress: false };
  const { source, destination, from, to } = keyMove;
  const progress = Math.min(100, Math.max(0, Math.floor((100 * (now - from)) / Math.max(1, to - from))));
  return {
    source_keystore: source,
    destination_keystore: destination,
    progress,
    in_progress: progress < 100,
  };
}
