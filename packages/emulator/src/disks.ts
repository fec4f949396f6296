/**
 * Disks, and encryption that progresses with the clock (S).
 *
 * @module
 */
import { recordEvent } from './journal.ts';
import type { State } from './store.ts';

/** `/dev/sdb` to `/dev/mapper/svm_sdb`, as seen on an appliance. */
export function encryptedLabel(mpoint: string): string {
  return `/dev/mapper/svm_${mpoint.split('/').at(-1) ?? ''}`;
}

/** Updates the progress of all disks that are being encrypted. Returns true if one is complete. */
export function advanceEncryption(state: State, now: number, historyLimit: number): boolean {
  if (state.encryptions.length === 0) return false;
  const before = state.encryptions.length;
  state.encryptions = state.encryptions.filter(({ uuid, diskId, from, to }) => {
    const machine = state.machines.find((one) => one.uuid === uuid);
    const disk = machine?.resources?.find(({ id }) => id === diskId);
    if (machine === undefined || disk === undefined) return false;
    const isDone = now >= to;
    disk.percentage = isDone ? 100 : Math.max(0, Math.floor((100 * (now - from)) / (to - from)));
    disk.state = isDone ? 'encrypted' : 'encrypting';
    if (isDone && disk.mpoint !== undefined) disk.label = encryptedLabel(disk.mpoint);
    if (isDone) {
      const name = machine.name ?? machine.uuid;
      const target = { id: machine.target_id ?? machine.uuid, name, type: 'machine' };
      recordEvent(
        state,
        { level: 'INFO', details: `${disk.mpoint ?? diskId} of ${name} is encrypted`, target },
        to,
        historyLimit,
      );
    }
    return !isDone;
  });
  return state.encryptions.length < before;
}
