/**
 * The backup file: the state, compressed and encrypted with AES-256-GCM, whose key is encrypted with the
 * public key of the pair. The format is specific to the emulator.
 *
 * @module
 */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { State } from './store.ts';

const MAGIC = Buffer.from('CLOUDLINK-EMULATOR-BACKUP-1\n');
const KEY_LENGTH = 32;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;
/** Length of the encrypted key, for a 2048-bit key pair. */
const SEALED_LENGTH = 256;
const PADDING = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;

/** @param publicKey - As PEM. */
export function sealBackup(state: State, publicKey: string): Buffer {
  const key = randomBytes(KEY_LENGTH);
  const iv = randomBytes(IV_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const content = Buffer.concat([cipher.update(gzipSync(JSON.stringify(state))), cipher.final()]);
  const sealedKey = publicEncrypt({ key: publicKey, ...PADDING }, key);
  return Buffer.concat([MAGIC, sealedKey, iv, cipher.getAuthTag(), content]);
}

/** `foreign`: the file is not from an emulator, or the key is not a private key. */
export function openBackup(file: Buffer, privateKey: string): State | 'foreign' | 'wrong key' {
  if (!file.subarray(0, MAGIC.length).equals(MAGIC) || !privateKey.includes('PRIVATE KEY-----'))
    return 'foreign';
  let at = MAGIC.length;
  const next = (length: number): Buffer => file.subarray(at, (at += length));
  const [sealedKey, iv, tag] = [next(SEALED_LENGTH), next(IV_LENGTH), next(TAG_LENGTH)];
  try {
    const key = privateDecrypt({ key: createPrivateKey(privateKey), ...PADDING }, sealedKey);
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag);
    const text = gunzipSync(Buffer.concat([decipher.update(file.subarray(at)), decipher.final()])).toString(
      'utf8',
    );
    // The GCM tag proves that sealBackup wrote it.
    return JSON.parse(text) as State;
  } catch {
    return 'wrong key';
  }
}
