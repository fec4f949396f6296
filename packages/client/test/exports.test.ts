import { expect, test } from 'vitest';
import * as core from '../src/core.ts';
import * as client from '../src/index.ts';

test('the package exports these names and no others', () => {
  expect(Object.keys(client).toSorted()).toEqual([
    'CloudLinkError',
    'WaitError',
    'clientCredentials',
    'createCloudLink',
    'debugHooks',
    'encryptDisk',
    'forbiddenOperations',
    'implicit',
    'isCloudLinkError',
    'iterateActions',
    'iterateEvents',
    'iterateKeystoreKeys',
    'iterateKmipObjects',
    'iterateSecurityEvents',
    'matchPermissions',
    'requiredPermissions',
    'resumeWait',
    'waitForBackup',
    'waitForCenter',
    'waitForDiagnostics',
    'waitForDisk',
    'waitForKeyMove',
    'waitForMachineEncryption',
    'waitForUpgrade',
    'waitWhilePending',
  ]);
  expect(Object.keys(core).toSorted()).toEqual(['CloudLinkError', 'createCloudLinkCore', 'isCloudLinkError']);
});
