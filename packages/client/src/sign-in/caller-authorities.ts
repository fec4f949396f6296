/**
 * Asks the Center who the caller is, once per token, to add it to the error of a 403.
 *
 * @module
 */
import type { SignedInUser } from '@cloudlink-center/spec';
import { Timer } from '../resilience/timer.ts';
import { textOf } from '../transport/answer.ts';
import { type SignedInTo, sendSignedIn } from './signed-in.ts';

const LIMIT_MS = 5_000;

type Authorities = Promise<readonly string[] | undefined>;

/** By node: the authorities of the caller with this token. */
const known = new WeakMap<SignedInTo, { token: string | undefined; authorities: Authorities }>();

/** The authorities from `GET /auth`, or `undefined` when the response has none. Rejects as that call does. */
export function callerAuthorities(node: SignedInTo): Authorities {
  const token = node.auth.peek()?.value;
  const present = known.get(node);
  if (present !== undefined && present.token === token) return present.authorities;
  const authorities = ask(node);
  known.set(node, { token, authorities });
  return authorities;
}

async function ask(node: SignedInTo): Authorities {
  const timer = new Timer(LIMIT_MS);
  try {
    const answer = await sendSignedIn(node, {
      method: 'GET',
      url: `${node.origin}/cloudlink/rest/auth`,
      headers: { accept: 'application/json' },
      body: undefined,
      sending: { timer, phase: 'sign-in' },
    });
    if (answer.status !== 200) return undefined;
    const { authorities } = JSON.parse(textOf(answer)) as SignedInUser;
    const isListOfNames = Array.isArray(authorities) && authorities.every((one) => typeof one === 'string');
    return isListOfNames ? authorities : undefined;
  } finally {
    timer.stop();
  }
}
