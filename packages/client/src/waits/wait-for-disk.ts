/**
 * Encrypts disks and waits until they are encrypted.
 *
 * @module
 */
import type { Disk, Machine } from '@cloudlink-center/spec';
import type { CloudLink } from '../client/create-cloudlink.ts';
import { startWaiting, type Waiter, type WaitOptions } from './poll.ts';
import { readShared } from './shared-reads.ts';
import { WaitError } from './wait-error.ts';

/** A disk of a machine. */
export interface DiskAddress {
  /** UUID of the machine. */
  readonly uuid: string;
  /** Id of the disk. */
  readonly disk_id: string;
}

/**
 * Encrypts a disk and waits until it is encrypted. If encryption is already running, it only waits. If the
 * disk is already encrypted, it returns at once.
 *
 * @example
 *
 * ```ts
 * import { encryptDisk } from '@cloudlink-center/client';
 *
 * const disk = await encryptDisk(
 *   center,
 *   { uuid: '4221a7c0-0b1c-5f1e-9d55-7f2a3c1b0e11', disk_id: '402653184001' },
 *   { timeout: 6 * 3_600_000, onProgress: ({ percentage }) => console.log(percentage, '%') },
 * );
 * console.log(disk.label);
 * ```
 *
 * @returns The disk. Its `label` is the new device, such as `/dev/mapper/svm_sdb`.
 * @throws {@link WaitError} `timeout` or `cannot_succeed`; {@link CloudLinkError} when a call fails.
 */
export async function encryptDisk(
  center: CloudLink,
  address: DiskAddress,
  options: WaitOptions<Disk> = {},
): Promise<Disk> {
  const { uuid, disk_id } = address;
  const { signal } = options;
  const before = findDisk(await center.machines.get({ path: { uuid }, ...(signal && { signal }) }), disk_id);
  if (before.state !== 'encrypted' && before.state !== 'encrypting') {
    await center.machines.setDiskEncryption({
      path: { uuid, disk_id },
      body: { encrypt: 'encrypt' },
      ...(signal && { signal }),
    });
  }
  return waitForDisk(center, address, options);
}

/**
 * Waits until a disk is encrypted.
 *
 * @example
 *
 * ```ts
 * import { waitForDisk } from '@cloudlink-center/client';
 *
 * await waitForDisk(center, { uuid: '4221a7c0-0b1c-5f1e-9d55-7f2a3c1b0e11', disk_id: '402653184001' });
 * ```
 *
 * @throws {@link WaitError} `timeout`; `cannot_succeed` when the disk is gone or its encryption stopped.
 *   {@link CloudLinkError} when a call fails.
 */
export function waitForDisk(
  center: CloudLink,
  { uuid, disk_id }: DiskAddress,
  options?: WaitOptions<Disk>,
): Waiter<Disk> {
  let wasEncrypting = false;
  return startWaiting(
    center,
    {
      kind: 'disk',
      target: { uuid, disk_id },
      what: `disk ${disk_id} to be encrypted`,
      read: async (within) => findDisk(await readMachine(center, uuid, within), disk_id),
      look(disk) {
        if (disk.state === 'encrypted') return { result: disk };
        if (disk.state === 'encrypting') wasEncrypting = true;
        else if (wasEncrypting && disk.state === 'unencrypted') {
          throw new WaitError('cannot_succeed', `Disk ${disk_id} is no longer being encrypted.`, disk);
        }
        return undefined;
      },
    },
    options,
  );
}

/**
 * Waits until no disk of a machine is being encrypted. Each disk is then `encrypted`, exempt from the policy,
 * not supported, or was `unencrypted` from the start.
 *
 * @example
 *
 * ```ts
 * import { waitForMachineEncryption } from '@cloudlink-center/client';
 *
 * const { resources } = await waitForMachineEncryption(center, {
 *   uuid: '4221a7c0-0b1c-5f1e-9d55-7f2a3c1b0e11',
 * });
 * ```
 *
 * @returns The machine with its disks.
 * @throws {@link WaitError} `timeout`; {@link CloudLinkError} when a call fails.
 */
export function waitForMachineEncryption(
  center: CloudLink,
  { uuid }: { readonly uuid: string },
  options?: WaitOptions<Machine>,
): Waiter<Machine> {
  return startWaiting(
    center,
    {
      kind: 'machineEncryption',
      target: { uuid },
      what: `the disks of machine ${uuid} to be encrypted`,
      read: (within) => readMachine(center, uuid, within),
      look: (machine) =>
        machine.resources?.some(({ state }) => state === 'encrypting') ? undefined : { result: machine },
    },
    options,
  );
}

/**
 * Waits until a machine is no longer pending, because somebody accepted or rejected it.
 *
 * @example
 *
 * ```ts
 * import { waitWhilePending } from '@cloudlink-center/client';
 *
 * const { status } = await waitWhilePending(center, { uuid: '4221a7c0-0b1c-5f1e-9d55-7f2a3c1b0e11' });
 * ```
 *
 * @returns The machine after the decision.
 * @throws {@link WaitError} `timeout`; {@link CloudLinkError} when a call fails.
 */
export function waitWhilePending(
  center: CloudLink,
  { uuid }: { readonly uuid: string },
  options?: WaitOptions<Machine>,
): Waiter<Machine> {
  return startWaiting(
    center,
    {
      kind: 'pending',
      target: { uuid },
      what: `machine ${uuid} to be accepted or refused`,
      read: (within) => readMachine(center, uuid, within),
      look: (machine) => {
        const isPending = machine.status === 'pending' || (machine.conditions?.length ?? 0) > 0;
        return isPending ? undefined : { result: machine };
      },
    },
    options,
  );
}

function readMachine(center: CloudLink, uuid: string, within: number): Promise<Machine> {
  return readShared(center, `machines.get ${uuid}`, () => center.machines.get({ path: { uuid } }), within);
}

function findDisk({ resources = [], uuid }: Machine, diskId: string): Disk {
  const disk = resources.find(({ id }) => id === diskId);
  if (disk === undefined) throw new WaitError('cannot_succeed', `Machine ${uuid} has no disk ${diskId}.`);
  return disk;
}
