/**
 * Signing in and out. When a session has expired, a window signs in again and the page stays as it is.
 *
 * @module
 */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { explain, type Session } from './session.ts';

interface Input {
  readonly session: Session;
  readonly state: Session['auth']['state'];
  readonly hasBeenSignedIn: boolean;
}

export function SessionBar({ session, state, hasBeenSignedIn }: Input): JSX.Element {
  const { auth } = session;
  const [failure, setFailure] = useState(session.failure);
  const attempt = (work: Promise<unknown>): void => {
    setFailure(undefined);
    work.catch((error: unknown) => setFailure(explain(error)));
  };
  const inWindow = (): void => attempt(auth.signIn({ popup: true }));
  return (
    <div class="session">
      {failure !== undefined && <p role="alert">{failure}</p>}
      {state === 'signed-out' && (
        <>
          <button onClick={() => attempt(auth.signIn())}>Sign in</button>
          <button onClick={inWindow}>Sign in in a window</button>
        </>
      )}
      {state === 'expired' && (
        <>
          <p role="status">
            {hasBeenSignedIn ? 'Your session has expired. Nothing on this page is lost.' : 'Please sign in.'}
          </p>
          <button onClick={inWindow}>Continue</button>
        </>
      )}
      {state === 'signing-in' && <p role="status">Signing in …</p>}
      {state === 'signed-in' && (
        <button
          title="Ends your session on the Center, also in other windows"
          onClick={() => attempt(auth.signOut())}
        >
          Sign out
        </button>
      )}
    </div>
  );
}
