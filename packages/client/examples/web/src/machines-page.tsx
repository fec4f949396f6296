/**
 * Machines with their disks. A disk that is not encrypted has a button, and a disk at work has its progress.
 *
 * @module
 */
import type { CloudLink } from '@cloudlink-center/client';
import type { Disk, Machine } from '@cloudlink-center/spec';
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { explain } from './session.ts';
import { useLive } from './use-live.ts';

export function MachinesPage({
  center,
  isSignedIn,
}: {
  center: CloudLink;
  isSignedIn: boolean;
}): JSX.Element {
  const [filter, setFilter] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { data, failure, refresh } = useLive(
    useCallback((signal) => center.machines.list({ signal }), [center]),
    isSignedIn,
  );
  const encrypt = async (uuid: string, disk_id: string): Promise<void> => {
    setRefusal(undefined);
    try {
      await center.machines.setDiskEncryption({ path: { uuid, disk_id }, body: { encrypt: 'encrypt' } });
    } catch (error) {
      setRefusal(explain(error));
    }
    refresh();
  };
  const shown = (data ?? []).filter(({ name = '' }) => name.includes(filter));
  return (
    <>
      <h1>Machines</h1>
      <label>
        Name contains{' '}
        <input name="filter" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </label>
      {(refusal ?? failure) !== undefined && <p role="alert">{refusal ?? failure}</p>}
      {data === undefined ? (
        <p>Loading …</p>
      ) : (
        <ul class="machines">
          {shown.map((machine) => (
            <MachineCard
              key={machine.uuid}
              machine={machine}
              onEncrypt={(id) => void encrypt(machine.uuid, id)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface CardInput {
  readonly machine: Machine;
  readonly onEncrypt: (diskId: string) => void;
}

function MachineCard({ machine, onEncrypt }: CardInput): JSX.Element {
  const { name, uuid, status = 'unknown', group, resources = [] } = machine;
  return (
    <li data-machine={name}>
      <h2>{name ?? uuid}</h2>
      <p>
        {status} · group {group ?? 'none'}
      </p>
      {resources.length > 0 && (
        <ul>
          {resources.map((disk) => (
            <DiskRow key={disk.id} disk={disk} onEncrypt={() => onEncrypt(disk.id)} />
          ))}
        </ul>
      )}
    </li>
  );
}

function DiskRow({ disk, onEncrypt }: { disk: Disk; onEncrypt: () => void }): JSX.Element {
  const { id, label, mpoint, state = 'unknown', percentage = 0, exempt_from_policy: isExempt = false } = disk;
  const device = label ?? mpoint ?? id;
  return (
    <li data-disk={id} data-state={state}>
      <code>{device}</code> <span>{isExempt ? `${state}, exempt` : state}</span>
      {state === 'encrypting' && (
        <>
          {' '}
          <progress max={100} value={percentage} aria-label={`Encryption of ${device}`} /> {percentage} %
        </>
      )}
      {state === 'unencrypted' && !isExempt && (
        <button onClick={onEncrypt} aria-label={`Encrypt ${device}`}>
          Encrypt
        </button>
      )}
    </li>
  );
}
