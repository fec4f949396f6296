/**
 * Asks the Center who the caller is, once a token, to say it beside a 403.
 *
 * @module
 */
import type { SignedInUser } from '@cloudlink-center/spec';
import { Timer } from '../resilience/timer.ts';
import { textOf } from '../transport/answer.ts';
import { type SignedInTo, sendSignedIn } from './signed-in.ts';

const LIMIT_MS = 5_000;

export type AskAuthorities = (node: SignedInTo) => Promise<readonly string[] | undefined>;

/** A function that answers with what `GET /auth` says about the caller, or with nothing when that fails. */
export function createAskAuthorities(): AskAuthorities {
  const known = new Map<SignedInTo, { token: string | undefined; authorities: ReturnType<AskAuthorities> }>();
  return (node) => {
    const token = node.auth.peek()?.value;
    const present = known.get(node);
    if (present !== undefined && present.token === token) return present.authorities;
    const authorities = ask(node);
    known.set(node, { token, authorities });
    return authorities;
  };
}

async function ask(node: SignedInTo): Promise<readonly string[] | undefined> {
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
  } catch {
    // The 403 itself is what matters.
    return undefined;
  } finally {
    timer.stop();
  }
}
