/**
 * Users, roles and sessions.
 *
 * @module
 */
import type { Role, Session, User } from '@cloudlink-center/spec';
import { knownFrom } from '../evidence.ts';
import { readOwn, writeOwn } from '../internal/own.ts';
import { permissionsOf } from '../permissions.ts';
import type { SignedIn } from '../tokens.ts';
import { type Call, find, type Handlers, mustAllExist, mustBeFree, Refusal, remove } from './handler.ts';

export const people: Handlers = {
  'users.list': ({ state }) => state.users,
  'users.get': (call) => userOf(call),
  'users.create': knownFrom('S', ({ state, body }) => {
    const { password, ...user } = body;
    const name = String(user['name']);
    mustBeFree(state.users, (one) => one.name === name, 'The user');
    mustAllExist(user['roles'], state.roles, 'role');
    state.users.push({
      user_type: 'local',
      roles: [],
      twofa_type: 'none',
      ...user,
      name,
      built_in: false,
      locked: false,
    });
    if (typeof password === 'string') writeOwn(state.passwords, name, password);
    return {};
  }),
  'users.delete': knownFrom('I', (call) => {
    if (userOf(call).built_in) throw new Refusal('A built-in user cannot be deleted.');
    remove(call.state.users, ({ name }) => name === call.path['user'], 'The user');
    delete call.state.passwords[call.path['user'] ?? ''];
  }),
  'users.unlock': knownFrom('V', (call) => {
    const user = userOf(call);
    user.locked = false;
    delete call.state.failedSignIns[user.name];
  }),
  'users.setPassword': knownFrom('S', (call) => {
    const user = userOf(call);
    writeOwn(call.state.passwords, user.name, String(call.body['new_password']));
    if (typeof call.body['first_login_change'] === 'boolean')
      user.first_login_change = call.body['first_login_change'];
  }),
  'users.changeOwnPassword': knownFrom('V', ({ state, caller, body }) => {
    if (readOwn(state.passwords, caller) !== body['old_password'])
      throw new Refusal('The old password is wrong.');
    writeOwn(state.passwords, caller, String(body['new_password']));
  }),
  'users.setRoles': knownFrom('V', (call) => {
    const roles = namesIn(call);
    mustAllExist(roles, call.state.roles, 'role');
    userOf(call).roles = roles;
  }),
  'users.setSecondFactor': knownFrom('I', (call) => {
    userOf(call).twofa_type = String(call.body['twofa_type']);
    return {};
  }),
  'roles.list': ({ state }) => state.roles,
  'roles.get': (call) => roleOf(call),
  'roles.create': knownFrom('V', ({ state, body }) => {
    mustBeFree(state.roles, ({ name }) => name === body['name'], 'The role');
    mustAllExist(body['managed_by'], state.roles, 'role');
    state.roles.push({ permissions: [], ...body, name: String(body['name']), built_in: false });
  }),
  'roles.update': knownFrom('I', (call) => {
    const role = roleOf(call);
    if (role.built_in) throw new Refusal('A built-in role cannot be changed.');
    mustAllExist(call.body['managed_by'], call.state.roles, 'role');
    Object.assign(role, call.body);
  }),
  'roles.delete': knownFrom('I', (call) => {
    if (roleOf(call).built_in) throw new Refusal('A built-in role cannot be deleted.');
    remove(call.state.roles, ({ name }) => name === call.path['role'], 'The role');
  }),
  'roles.setManagingRoles': knownFrom('I', (call) => {
    const names = namesIn(call);
    mustAllExist(names, call.state.roles, 'role');
    roleOf(call).managed_by = names;
  }),
  'roles.listPermissions': () => permissionsOf('SecAdmin', []),
  'sessions.list': (call) => call.sessions.sessions().map((one) => sessionOf(one, call)),
  'sessions.get': (call) => {
    const id = call.path['usersession_id'];
    return sessionOf(
      find(call.sessions.sessions(), (one) => one.id === id, 'The session'),
      call,
    );
  },
  'sessions.terminate': knownFrom('V', ({ sessions, path }) => {
    if (!sessions.terminate(path['usersession_id'] ?? ''))
      throw new Refusal('The session does not exist.', 404);
  }),
  // Ends the session for everyone who has the token.
  'sessions.logout': knownFrom('V', ({ sessions, session }) => void sessions.terminate(session)),
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
  'loginBanner.update': knownFrom('I', ({ state, body }) => void Object.assign(state.banner, body)),
};

function sessionOf({ id, user, since }: SignedIn, { state, session, address }: Call): Session {
  return {
    id,
    username: user,
    user_roles: state.users.find(({ name }) => name === user)?.roles ?? [],
    ip: address,
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
