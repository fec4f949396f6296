/**
 * Users, roles, sessions, licences and the vault.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { License, Role, Session, User } from '@cloudlink-center/spec';
import type { SignedIn } from '../oauth.ts';
import { permissionsOf } from '../permissions.ts';
import { type Call, find, type Handlers, mustBeFree, Refusal, remove } from './handler.ts';

export const people: Handlers = {
  'users.list': ({ state }) => state.users,
  'users.get': (call) => userOf(call),
  'users.create': ({ state, body }) => {
    const { password, ...user } = body;
    const name = String(user['name']);
    mustBeFree(state.users, (one) => one.name === name, 'The user');
    state.users.push({
      user_type: 'local',
      roles: [],
      ...user,
      name,
      built_in: false,
      locked: false,
      twofa_type: 'none',
    });
    if (typeof password === 'string') state.passwords[name] = password;
    return {};
  },
  'users.delete': (call) => {
    if (userOf(call).built_in) throw new Refusal(400, 'A built-in user cannot be deleted.');
    remove(call.state.users, ({ name }) => name === call.path['user'], 'The user');
    delete call.state.passwords[call.path['user'] ?? ''];
  },
  'users.unlock': (call) => {
    const user = userOf(call);
    user.locked = false;
    delete call.state.failedSignIns[user.name];
  },
  'users.setPassword': (call) => {
    call.state.passwords[userOf(call).name] = String(call.body['new_password']);
  },
  'users.changeOwnPassword': ({ state, caller, body }) => {
    if (state.passwords[caller] !== body['old_password'])
      throw new Refusal(400, 'The old password is wrong.');
    state.passwords[caller] = String(body['new_password']);
  },
  'users.setRoles': (call) => void (userOf(call).roles = namesIn(call)),
  'users.setSecondFactor': (call) => {
    userOf(call).twofa_type = String(call.body['twofa_type']);
    return {};
  },
  'roles.list': ({ state }) => state.roles,
  'roles.get': (call) => roleOf(call),
  'roles.create': ({ state, body }) => {
    mustBeFree(state.roles, ({ name }) => name === body['name'], 'The role');
    state.roles.push({ permissions: [], ...body, name: String(body['name']), built_in: false });
  },
  'roles.update': (call) => void Object.assign(roleOf(call), call.body),
  'roles.delete': (call) => {
    if (roleOf(call).built_in) throw new Refusal(400, 'A built-in role cannot be deleted.');
    remove(call.state.roles, ({ name }) => name === call.path['role'], 'The role');
  },
  'roles.setManagingRoles': (call) => void (roleOf(call).managed_by = namesIn(call)),
  'roles.listPermissions': () => permissionsOf('SecAdmin', []),
  'sessions.list': (call) => call.sessions.sessions().map((one) => sessionOf(one, call)),
  'sessions.get': (call) => {
    const id = call.path['usersession_id'];
    return sessionOf(
      find(call.sessions.sessions(), (one) => one.id === id, 'The session'),
      call,
    );
  },
  'sessions.terminate': ({ sessions, path }) => {
    if (!sessions.terminate(path['usersession_id'] ?? ''))
      throw new Refusal(404, 'The session does not exist.');
  },
  'sessions.whoami': ({ state, caller }) => {
    const user = find(state.users, ({ name }) => name === caller, 'The user');
    return {
      name: user.name,
      user_type: user.user_type ?? 'client',
      deactivated: false,
      authorities: user.roles ?? [],
    };
  },
  'loginBanner.get': ({ state }) => state.banner,
  'loginBanner.update': ({ state, body }) => void Object.assign(state.banner, body),
  'licenses.list': ({ state }) => state.licenses,
  'licenses.get': (call) => licenseOf(call),
  'licenses.upload': ({ state }) => {
    const id = randomBytes(16).toString('hex');
    state.licenses.push({
      id,
      target_id: id,
      licensing_type: 'socket',
      type: 'subscription',
      status: 'active',
      assigned: false,
    });
  },
  'licenses.assign': (call) => void Object.assign(licenseOf(call), call.body, { assigned: true }),
  'licenses.delete': ({ state, path }) =>
    remove(state.licenses, ({ id }) => id === path['license_id'], 'The licence'),
  'vault.get': ({ state }) => state.vault,
  'vault.setMode': ({ state, body }) => {
    state.vault.auto = body['auto'] === true || body['auto'] === 'true';
  },
  'vault.unlock': ({ state }) => void (state.vault.state = 'unlocked'),
};

/** The address is that of loopback, where every caller of an emulator is. */
function sessionOf({ id, user, since }: SignedIn, { state, session }: Call): Session {
  return {
    id,
    username: user,
    user_roles: state.users.find(({ name }) => name === user)?.roles ?? [],
    ip: '127.0.0.1',
    login_time: new Date(since).toISOString(),
    current: id === session,
  };
}

function namesIn({ rawBody }: Call): string[] {
  return Array.isArray(rawBody) ? rawBody.map(String) : [];
}

function userOf({ state, path }: Call): User {
  return find(state.users, ({ name }) => name === path['user'], 'The user');
}

function roleOf({ state, path }: Call): Role {
  return find(state.roles, ({ name }) => name === path['role'], 'The role');
}

function licenseOf({ state, path }: Call): License {
  return find(state.licenses, ({ id }) => id === path['license_id'], 'The licence');
}
