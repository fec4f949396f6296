/**
 * Write operations whose effect is not visible in the API. They are validated, audited and answered with
 * success. That they succeed is a guess.
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
  'kmip.certificates.upload',
  'kubernetes.certificates.regenerate',
  'kubernetes.certificates.upload',
  'kubernetes.volumes.acceptLocal',
  'kubernetes.volumes.accept',
  'cloudProviders.test',
  'backup.store.uploadCertificate',
  'backup.store.test',
  'cluster.acceptEula',
  'cluster.sync',
  'activeDirectory.uploadCertificate',
  'activeDirectory.search',
  'securId.upload',
  'email.sendTest',
  'snmp.sendTest',
  'webCertificate.upload',
  'dns.setPrimary',
  'ntp.sync',
  'server.upgradeAzureAgent',
  'server.upgradePackages',
  'software.upload',
  'software.upgrade',
  'debug.setBackupKey',
  'debug.checkKeys',
  'debug.keys.create',
  'debug.keys.createMany',
  'debug.keys.setAttribute',
  'debug.keys.delete',
  'debug.logLevels.update',
  'debug.logLevels.reset',
  'debug.runSql',
  'debug.uploadFile',
  'debug.enable',
] as const;

export const acknowledged: Handlers = Object.fromEntries(
  IDS.map((id) => [id, knownFrom('G', () => exampleAnswer(id))]),
);
