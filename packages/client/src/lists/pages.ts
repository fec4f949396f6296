/**
 * The lists of the Center that page, as async iterators.
 *
 * @module
 */
import type { Action, Event, KeystoreKey, KmipObject, SecurityEvent } from '@cloudlink-center/spec';
import type { CloudLink } from '../client/create-cloudlink.ts';
import { type FollowOptions, happenings } from './happenings.ts';
import { type PageOptions, pages, signalOf } from './page-after-page.ts';

/** Events: what happened to machines and to the Center. */
export function iterateEvents(
  center: CloudLink,
  options?: FollowOptions,
): AsyncGenerator<Event, void, undefined> {
  return happenings(
    center,
    { list: (input) => center.events.list(input), timeOf: ({ timestamp }) => timestamp },
    options,
  );
}

/** Security events. */
export function iterateSecurityEvents(
  center: CloudLink,
  options?: FollowOptions,
): AsyncGenerator<SecurityEvent, void, undefined> {
  return happenings(
    center,
    { list: (input) => center.securityEvents.list(input), timeOf: ({ timestamp }) => timestamp },
    options,
  );
}

/** Actions: the audit trail. */
export function iterateActions(
  center: CloudLink,
  options?: FollowOptions,
): AsyncGenerator<Action, void, undefined> {
  return happenings(
    center,
    { list: (input) => center.actions.list(input), timeOf: ({ start_time }) => start_time },
    options,
  );
}

/** The keys of a keystore, without their values. */
export function iterateKeystoreKeys(
  center: CloudLink,
  name: string,
  options: PageOptions = {},
): AsyncGenerator<KeystoreKey, void, undefined> {
  return pages(
    (count, last) =>
      center.keystores.listKeys({
        path: { name },
        query: { count, ...(last && { key_id: last.object_id }) },
        ...signalOf(options),
      }),
    ({ object_id }) => object_id,
    options,
  );
}

/** The objects of a KMIP partition, without their values. */
export function iterateKmipObjects(
  center: CloudLink,
  name: string,
  options: PageOptions = {},
): AsyncGenerator<KmipObject, void, undefined> {
  return pages(
    (count, last) =>
      center.kmip.partitions.listObjects({
        path: { name },
        query: { count, ...(last && { start_id: last.id }) },
        ...signalOf(options),
      }),
    ({ id }) => id,
    options,
  );
}
