/**
 * Backups: a key pair, a file that only its private key opens, and a restore that replaces the state.
 *
 * @module
 */
import { createHash, generateKeyPair } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { BackupInfo } from '@cloudlink-center/spec';
import { openBackup, sealBackup } from '../backup-file.ts';
import { knownFrom } from '../evidence.ts';
import type { Backup } from '../store.ts';
import { type Call, FileAnswer, type Handlers, Refusal, RESET } from './handler.ts';

export const backups: Handlers = {
  'backup.get': (call) => backupInfo(call),
  'backup.generate': knownFrom('I', (call) => startBackup(call)),
  'backup.download': async (call) => {
    const backup = finished(call);
    backup.publicKey ??= (await newKeyPair()).publicKey;
    backup.downloaded = { file: backup.file, at: new Date(call.now).toISOString() };
    return new FileAnswer(backup.file || 'backup.bak', sealBackup(call.state, backup.publicKey));
  },
  // A new pair on each call (V); the download is its private key (S).
  'backup.createKey': async (call) => {
    const { publicKey, privateKey } = await newKeyPair();
    const keyPairId = createHash('sha256').update(publicKey).digest('hex').slice(0, 8);
    Object.assign(call.state.backup, { publicKey, keyPairId });
    startBackup(call);
    // PEM parsers skip text before the key.
    return new FileAnswer(`${keyPairId}.pem`, `Private key of an emulated Center\n${privateKey}`);
  },
  'backup.setSchedule': knownFrom('I', ({ state, body }) => void Object.assign(state.backup.schedule, body)),
  'backup.restore': knownFrom('S', async (call) => {
    const restored = await readBackup(call);
    if (restored !== undefined) Object.assign(call.state, restored);
    call.node.endSessions();
    return call.guesses.restoreResetsConnection ? RESET : undefined;
  }),
  'backup.restoreKeystores': knownFrom('I', async (call) => {
    const restored = await readBackup(call);
    if (restored === undefined) return;
    call.state.collections.keystores = restored.collections.keystores;
    call.state.kmipObjects = restored.kmipObjects;
  }),
  'backup.restoreCertificate': knownFrom('G', async (call) => void (await readBackup(call))),
};

async function newKeyPair(): Promise<{ publicKey: string; privateKey: string }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Returns undefined if the file is not from an emulator, and such files are accepted. */
async function readBackup({ files, guesses }: Call): Promise<Call['state'] | undefined> {
  const [file, key] = [files.get('backup_file'), files.get('key_file')];
  if (file === undefined || key === undefined) throw new Refusal('A file is missing.');
  const opened = openBackup(await readFile(file.path), await readFile(key.path, 'utf8'));
  if (opened === 'wrong key') throw new Refusal('The key does not open the backup.');
  if (opened !== 'foreign') return opened;
  if (guesses.foreignBackups === 'refuse') throw new Refusal('This is not a backup of an emulator.');
  return undefined;
}

function backupInfo(call: Call): BackupInfo {
  const { file, madeAt, downloaded, keyPairId, readyAt, schedule } = finished(call);
  return {
    ...schedule,
    ...prefixOf(call),
    current_backup_file: file,
    current_backup_file_time: madeAt,
    is_backup_in_progress: readyAt !== undefined,
    key_pair_id: keyPairId,
    ...(downloaded && {
      last_downloaded_backup_file: downloaded.file,
      last_downloaded_backup_time: downloaded.at,
    }),
  };
}

/** The work continues after the response. A second call meanwhile changes nothing. */
function startBackup(call: Call): void {
  const backup = finished(call);
  backup.readyAt ??= call.now + call.workDuration;
}

/** The backup, completed if its time has come. */
function finished(call: Call): Backup {
  const { backup } = call.state;
  if (backup.readyAt !== undefined && backup.readyAt <= call.now) {
    const { file_prefix = 'clc1' } = prefixOf(call);
    backup.file = `${file_prefix}-${String(backup.readyAt)}.bak`;
    backup.madeAt = new Date(backup.readyAt).toISOString();
    delete backup.readyAt;
  }
  return backup;
}

function prefixOf({ state }: Call): { file_prefix?: string } {
  return state.settings['backup.getPrefix'] ?? {};
}
