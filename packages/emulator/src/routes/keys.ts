/**
 * Keystores, KMIP and Kubernetes, where they do more than keep a list: keys that move, certificates that come with
 * what is created, objects that are shredded.
 *
 * @module
 */
import type { KeyMove, KmipObject } from '@cloudlink-center/spec';
import { exampleAnswer } from '../internal/openapi.ts';
import type { State } from '../store.ts';
import { collections, itemOf } from './collections.ts';
import { type Call, find, type Handler, type Handlers, Refusal, remove } from './handler.ts';

export const keys: Handlers = {
  'keystores.setDescription': (call) => {
    itemOf(call, 'keystores')['description'] = call.body['description'];
  },
  'keystores.setLocation': (call) => void Object.assign(itemOf(call, 'keystores'), call.body),
  'keystores.setProtector': (call) => void Object.assign(itemOf(call, 'keystores'), call.body),
  'keystores.moveKeys': ({ state, path, body, now, workDuration }) => {
    const named = body['destination_keystore_name'];
    const destination = find(state.collections.keystores, ({ name }) => name === named, 'The destination');
    if (named === path['name']) throw new Refusal(400, 'The keys are there already.');
    if (moveAt(state, now).in_progress) throw new Refusal(400, 'Another move is in progress.');
    state.keyMove = {
      source: path['name'] ?? '',
      destination: String(destination['name']),
      from: now,
      to: now + workDuration,
    };
  },
  'keystores.getMove': ({ state, now }) => moveAt(state, now),
  'kmip.clients.create': createdWith('kmip.clients'),
  'kmip.clients.setNotes': (call) => void (itemOf(call, 'kmip.clients')['notes'] = call.body['notes']),
  'kmip.partitions.rotateKey': ({ state, path }) => {
    find(state.collections.keystores, ({ name }) => name === path['keystore'], 'The keystore');
  },
  'kmip.partitions.listObjects': ({ state, path, query }) =>
    pageFrom(objectsOf(state, path), ({ id }) => id === query['start_id'], query),
  'kmip.partitions.shredObject': ({ state, path }) =>
    remove(objectsOf(state, path), ({ id }) => id === path['uuid'], 'The object'),
  'kubernetes.clusters.create': createdWith('kubernetes.clusters'),
};

/** Adds to a list, and answers the certificate that the specification's example shows. */
function createdWith(group: 'kmip.clients' | 'kubernetes.clusters'): Handler {
  return (call) => {
    collections[`${group}.create`]?.(call);
    return exampleAnswer(`${group}.create`);
  };
}

function objectsOf({ kmipObjects }: State, path: Call['path']): KmipObject[] {
  return (kmipObjects[path['name'] ?? ''] ??= []);
}

/** Begins with the named one. Whether the appliance begins behind it is not known. */
function pageFrom<T>(list: readonly T[], isFirst: (one: T) => boolean, { count }: Call['query']): T[] {
  const start = Math.max(0, list.findIndex(isFirst));
  return list.slice(start, count === undefined ? undefined : start + Number(count));
}

/** What is answered after the end of a move is not known; here it is the last one, at 100. */
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
