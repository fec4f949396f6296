import { startEmulator } from '@cloudlink-center/emulator';
import { operations, type OperationId } from '@cloudlink-center/spec/operations';
import { assert, property, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import { clientCredentials, createCloudLink } from '../src/index.ts';
import { forbiddenOperations, matchPermissions, requiredPermissions } from '../src/permissions.ts';

const ALL = Object.keys(operations) as OperationId[];

test('one permission for each operation, View before Change', () => {
  expect(requiredPermissions(['machines.list', 'machines.setDiskEncryption'])).toEqual({
    permissions: ['Change Machine Encryption', 'View Machines'],
    unknown: [],
  });
});

test('operations without published permissions are returned as unknown', () => {
  expect(requiredPermissions(['sessions.whoami', 'dhcp.getNextAddress'])).toEqual({
    permissions: [],
    unknown: ['sessions.whoami', 'dhcp.getNextAddress'],
  });
});

test('the result allows all operations, with at most one permission for each', () => {
  assert(
    property(subarray(ALL, { maxLength: 20 }), (ids) => {
      const { permissions, unknown } = requiredPermissions(ids);
      return (
        forbiddenOperations(ids, permissions).length === 0 &&
        permissions.length <= ids.length - unknown.length
      );
    }),
  );
});

test('operations that share a permission need only that one', () => {
  expect(requiredPermissions(['dns.list', 'email.get', 'snmp.get', 'kmip.get'])).toEqual({
    permissions: ['View Server Specific Configuration'],
    unknown: [],
  });
});

test('an unknown operation is a TypeError that names it', () => {
  // The types refuse it already.
  expect(() => requiredPermissions(['machines.fly' as OperationId])).toThrow(/"machines.fly"/);
});

test('a role and a client user made from it are allowed exactly that', async () => {
  await using emulator = await startEmulator();
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  const clientOf = (id: string, secret: string) =>
    createCloudLink({
      baseUrl,
      auth: clientCredentials({ clientId: id, clientSecret: secret }),
      tls: { ca },
    });
  await using center = clientOf(clientId, clientSecret);
  const wanted: OperationId[] = ['machines.list', 'alarms.list'];
  const permissions = await matchPermissions(center, requiredPermissions(wanted).permissions);
  await center.roles.create({ body: { name: 'Watcher', permissions } });
  await center.users.create({
    body: { name: 'watch', password: 'made-up', user_type: 'client', roles: ['Watcher'], twofa_type: 'none' },
  });
  await using watcher = clientOf('watch', 'made-up');
  expect(await watcher.machines.list()).not.toEqual([]);
  expect(await watcher.alarms.list()).not.toEqual([]);
  await expect(watcher.users.list()).rejects.toMatchObject({ code: 'forbidden' });
  expect(forbiddenOperations([...wanted, 'users.list'], permissions)).toEqual(['users.list']);
  await expect(matchPermissions(center, ['View Machines', 'Fly'])).rejects.toThrow(
    /no such permissions: Fly\./,
  );
});
