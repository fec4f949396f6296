/**
 * "I want to ...": what people come for, with the method and the command that does it. A test holds that each
 * method exists.
 *
 * @module
 */

export interface Purpose {
  readonly want: string;
  /** Operation ids, in the order in which they are called. */
  readonly operations: readonly string[];
  /** A function of the client that does the whole of it. */
  readonly job?: string;
  /** The command, where it is not the operation's own. */
  readonly command?: string;
}

const purpose = (
  want: string,
  operations: string,
  more: Omit<Purpose, 'want' | 'operations'> = {},
): Purpose => ({
  want,
  operations: operations.split(' '),
  ...more,
});

export const PURPOSES: readonly { readonly area: string; readonly purposes: readonly Purpose[] }[] = [
  {
    area: 'Machines and disks',
    purposes: [
      purpose('see all machines and the state of their disks', 'machines.list'),
      purpose('encrypt a disk and wait until it is done', 'machines.setDiskEncryption machines.get', {
        job: 'encryptDisk',
        command: 'cloudlink disk encrypt app02 /dev/sdb --wait',
      }),
      purpose('keep a disk out of the encryption policy', 'machines.exemptDisk'),
      purpose('accept or refuse a pending machine', 'machines.resolvePending'),
      purpose('move a machine to another group', 'machines.move'),
      purpose('stop a machine from getting its keys', 'machines.setBlocked'),
      purpose('rotate the keys of a machine', 'machines.rotateKeys'),
      purpose('destroy the keys of a machine', 'machines.shred'),
      purpose('upgrade the agent of a machine', 'machines.upgrade'),
      purpose(
        'create a group with a policy and a registration code',
        'machineGroups.create machineGroups.get',
      ),
      purpose('replace the registration code of a group', 'machineGroups.regenerateCode'),
      purpose('allow machines of a network to connect', 'approvedNetworks.create'),
    ],
  },
  {
    area: 'Keys',
    purposes: [
      purpose('create a keystore', 'keystores.testNewLocation keystores.create'),
      purpose('list the keys of a keystore', 'keystores.listKeys', { job: 'iterateKeystoreKeys' }),
      purpose('move all keys to another keystore', 'keystores.moveKeys keystores.getMove', {
        job: 'waitForKeyMove',
      }),
      purpose('give a KMIP client such as vCenter access', 'kmip.partitions.create kmip.clients.create'),
      purpose('rotate the key of a KMIP partition', 'kmip.partitions.rotateKey'),
      purpose('connect a Kubernetes cluster', 'kubernetes.clusters.create'),
      purpose('accept a volume of a Kubernetes node', 'kubernetes.volumes.accept'),
    ],
  },
  {
    area: 'Running the Center',
    purposes: [
      purpose('unlock the vault after a restart', 'vault.get vault.unlock'),
      purpose('let the vault unlock automatically', 'vault.setMode'),
      purpose('create a backup and download it', 'backup.generate backup.download', {
        job: 'waitForBackup',
        command: 'cloudlink backup download --new',
      }),
      purpose('back up every night to a store', 'backup.setSchedule backup.store.update'),
      purpose('restore a Center from a backup', 'backup.restore', { job: 'restoreBackup' }),
      purpose('join a node to a cluster', 'cluster.join cluster.members.list'),
      purpose('replace the web certificate', 'webCertificate.createSigningRequest webCertificate.upload'),
      purpose('upgrade the software', 'software.upload software.upgrade', {
        job: 'waitForUpgrade',
        command: 'cloudlink upgrade',
      }),
      purpose('install a licence', 'licenses.upload licenses.assign'),
      purpose('add a DNS server to a node', 'dns.add'),
      purpose('add a time server to a node', 'ntp.add'),
    ],
  },
  {
    area: 'People and permissions',
    purposes: [
      purpose('create a client user for a program', 'roles.create users.create'),
      purpose('find the permissions that a program needs', 'roles.listPermissions', {
        job: 'requiredPermissions',
        command: 'cloudlink role for machines.list',
      }),
      purpose('unlock a user after too many wrong passwords', 'users.unlock'),
      purpose('see who is signed in', 'sessions.list'),
      purpose('end the session of another person', 'sessions.terminate'),
      purpose('let a web page call the Center', 'cors.allowOrigin'),
    ],
  },
  {
    area: 'Watching',
    purposes: [
      purpose('see what needs attention', 'alarms.list'),
      purpose('send security events to a SIEM', 'securityEvents.list', {
        job: 'iterateSecurityEvents',
        command: 'cloudlink security-events follow -o json',
      }),
      purpose('read who did what', 'actions.list', {
        job: 'iterateActions',
        command: 'cloudlink actions follow',
      }),
      purpose('send the log to a syslog server', 'syslog.update'),
      purpose('send a diagnostics package to support', 'diagnostics.generate diagnostics.get', {
        job: 'waitForDiagnostics',
      }),
    ],
  },
];
