/**
 * Checks secrets of client users and passwords of people in constant time, counts failures, and locks users.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { User } from '@cloudlink-center/spec';
import { readOwn, writeOwn } from './internal/own.ts';
import type { State } from './store.ts';

/**
 * Whether the secret is right.
 *
 * @param forClient - Whether a program signs in, not a person.
 * @param countFailure - Whether a failure counts. Default: true.
 */
export function isSecret(
  state: State,
  name: string,
  secret: string,
  forClient: boolean,
  countFailure = true,
): boolean {
  const user = state.users.find(
    (one) => one.name === name && !one.locked && maySignIn(state, one, forClient),
  );
  const password = readOwn(state.passwords, name);
  if (user === undefined || password === undefined) return false;
  const isRight = timingSafeEqual(digest(password), digest(secret));
  if (!isRight && !countFailure) return false;
  const failures = isRight ? 0 : (readOwn(state.failedSignIns, name) ?? 0) + 1;
  if (failures > 0 || Object.hasOwn(state.failedSignIns, name)) writeOwn(state.failedSignIns, name, failures);
  user.locked = failures >= attemptsAllowed(state);
  return isRight;
}

/** The built-in administrator may sign in as a person, and as a program with its own scope (S). */
function maySignIn({ builtInClient }: State, user: User, forClient: boolean): boolean {
  const isClient = user.user_type === 'client';
  return isClient === forClient || (forClient && builtInClient && user.name === 'secadmin');
}

/** The value of `sessions.setLoginAttempts`, or else that of the specification's example. */
function attemptsAllowed({ settings }: State): number {
  const setting: { attempts_count?: number } = settings['sessions.getLoginAttempts'] ?? {};
  return setting.attempts_count ?? 5;
}

/** A comparison in constant time needs values of the same length. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
