/**
 * How operations are called in addresses, in the client and on the command line.
 *
 * @module
 */

/** `machineGroups` is `machine-groups`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `kmip.partitions.rotateKey` is `/rest/kmip/partitions-rotate-key/`. */
export function addressOf(operationId: string): string {
  const [group = '', ...rest] = operationId.split('.');
  return `/rest/${kebab(group)}/${rest.map(kebab).join('-')}/`;
}

/** `auto_unlock` is `--auto-unlock`, and `logName` is `--log-name`. */
export const flagOf = (name: string): string => `--${kebab(name).replaceAll('_', '-')}`;

/** `kmip.partitions.rotateKey` is `cloudlink kmip partitions rotate-key`. */
export const commandOf = (operationId: string): string =>
  `cloudlink ${operationId.split('.').map(kebab).join(' ')}`;
