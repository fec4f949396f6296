/**
 * Write operations whose effect is not visible in the API, or only in values that are not published. They are
 * validated, audited and answered with success. That they succeed is a guess. shown-writes.ts has those whose
 * effect is visible.
 *
 * @module
 */
import { knownFrom } from '../evidence.ts';
import { exampleAnswer } from '../internal/openapi.ts';
import type { Handlers } from './handler.ts';

const IDS = [
  'keystores.testNewKmipProtector',
  'keystores.testNewLocation',
  'keystores.testNewProtector',
  'keystores.testKmipProtector',
  'keystores.testLocation',
  'keystores.testProtector',
  'keystores.test',
  'kmip.certificates.regenerate',
  'kubernetes.certificates.regenerate',
  'kubernetes.volumes.acceptLocal',
  'kubernetes.volumes.accept',
  'cloudProviders.test',
  'backup.store.uploadCertificate',
  'backup.store.test',
  'cluster.acceptEula',
  'cluster.sync',
  'activeDirectory.uploadCertificate',
  'activeDirectory.search',
  'email.sendTest',
  'snmp.sendTest',
  'dns.setPrimary',
  'server.upgradeAzureAgent',
  'debug.setBackupKey',
  'debug.checkKeys',
  'debug.keys.create',
  'debug.keys.createMany',
  'debug.keys.setAttribute',
  'debug.keys.delete',
  'debug.runSql',
  'debug.uploadFile',
  'debug.enable',
] as const;

export const acknowledged: Handlers = Object.fromEntries(
  IDS.map((id) => [id, knownFrom('G', () => exampleAnswer(id))]),
);
