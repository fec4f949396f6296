/** Creates a role and a client user with only the permissions that one program needs. */
import { randomBytes } from 'node:crypto';
import {
  forbiddenOperations,
  matchPermissions,
  requiredPermissions,
} from '@cloudlink-center/client/permissions';
import { connect } from './connect.ts';

await using connection = await connect(true);
const { center } = connection;

const needed = ['machines.list', 'machines.get', 'machines.setDiskEncryption'] as const;
const { permissions, unknown } = requiredPermissions(needed);
console.log(
  'Permissions:',
  permissions.join(', '),
  unknown.length > 0 ? `; not known for ${unknown.join(', ')}` : '',
);

// The names as the Center spells them. An unknown name is an error.
const own = await matchPermissions(center, permissions);
await center.roles.create({ body: { name: 'Encrypter', description: 'Encrypts disks', permissions: own } });
const password = randomBytes(24).toString('base64url');
await center.users.create({
  body: { name: 'encrypter', password, user_type: 'client', roles: ['Encrypter'], twofa_type: 'none' },
});
// Store the password where the program finds its secrets.
console.log('It may not:', forbiddenOperations([...needed, 'machines.shred', 'users.list'], own).join(', '));
