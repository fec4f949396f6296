/**
 * The paged lists of the Center as async iterators.
 *
 * @module
 */
import type { Action, Event, KeystoreKey, KmipObject, SecurityEvent } from '@cloudlink-center/spec';
import type { CloudLink } from '../client/create-cloudlink.ts';
import { type FollowOptions, happenings } from './happenings.ts';
import { type PageOptions, pages, signalOf } from './page-after-page.ts';

/**
 * Iterates over events: what happened to machines and to the Center. Newest first, or oldest first with
 * `follow`.
 *
 * @example
 *
 * ```ts
 * import { iterateEvents } from '@cloudlink-center/client';
 *
 * for await (const event of iterateEvents(center, { minutes: 90 })) {
 *   console.log(event.timestamp, event.details);
 * }
 * ```
 *
 * @throws {@link CloudLinkError} when a request fails; `signal.reason` on an abort.
 */
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

/**
 * Iterates over security events. Newest first, or oldest first with `follow`.
 *
 * @example
 *
 * ```ts
 * import { iterateSecurityEvents } from '@cloudlink-center/client';
 *
 * const signal = AbortSignal.timeout(60_000);
 * for await (const event of iterateSecurityEvents(center, { follow: true, signal }))
 *   console.log(event.id);
 * ```
 *
 * @throws {@link CloudLinkError} when a request fails; `signal.reason` on an abort.
 */
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

/**
 * Iterates over actions, the audit trail. Newest first, or oldest first with `follow`.
 *
 * @example
 *
 * ```ts
 * import { iterateActions } from '@cloudlink-center/client';
 *
 * for await (const action of iterateActions(center)) console.log(action.start_time, action.name);
 * ```
 *
 * @throws {@link CloudLinkError} when a request fails; `signal.reason` on an abort.
 */
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

/**
 * Iterates over the keys of a keystore, without their values.
 *
 * @example
 *
 * ```ts
 * import { iterateKeystoreKeys } from '@cloudlink-center/client';
 *
 * for await (const key of iterateKeystoreKeys(center, 'local')) console.log(key.object_id);
 * ```
 *
 * @param name - Name of the keystore.
 * @throws {@link CloudLinkError} when a request fails; `signal.reason` on an abort.
 */
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

/**
 * Iterates over the objects of a KMIP partition, without their values.
 *
 * @example
 *
 * ```ts
 * import { iterateKmipObjects } from '@cloudlink-center/client';
 *
 * for await (const object of iterateKmipObjects(center, 'partition-1')) console.log(object.id);
 * ```
 *
 * @param name - Name of the partition.
 * @throws {@link CloudLinkError} when a request fails; `signal.reason` on an abort.
 */
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
