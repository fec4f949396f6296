import { expect, test } from 'vitest';
import * as core from '../src/core.ts';
import * as client from '../src/index.ts';
import * as permissions from '../src/permissions.ts';
import * as tables from '../src/tables.ts';
import * as transfers from '../src/transfers.ts';

test('the package exports these names and no others', () => {
  expect(Object.keys(client).toSorted()).toEqual([
    'CloudLinkError',
    'WaitError',
    'clientCredentials',
    'createCloudLink',
    'debugHooks',
    'encryptDisk',
    'implicit',
    'isCloudLinkError',
    'iterateActions',
    'iterateEvents',
    'iterateKeystoreKeys',
    'iterateKmipObjects',
    'iterateSecurityEvents',
    'resumeWait',
    'waitForBackup',
    'waitForCenter',
    'waitForDiagnostics',
    'waitForDisk',
    'waitForKeyMove',
    'waitForMachineEncryption',
    'waitForRestore',
    'waitForUpgrade',
    'waitWhilePending',
  ]);
  expect(Object.keys(core).toSorted()).toEqual([
    'CloudLinkError',
    'clientCredentials',
    'createCloudLinkCore',
    'implicit',
    'isCloudLinkError',
  ]);
  expect(Object.keys(permissions).toSorted()).toEqual([
    'forbiddenOperations',
    'matchPermissions',
    'requiredPermissions',
  ]);
  expect(Object.keys(transfers).toSorted()).toEqual([
    'download',
    'downloadByLink',
    'restoreBackup',
    'upload',
  ]);
  expect(Object.keys(tables)).toEqual(['createCloudLinkFromTables']);
});
