/**
 * The vault: its state, and the form that unlocks it with a passcode.
 *
 * @module
 */
import type { CloudLink } from '@cloudlink-center/client';
import type { JSX, TargetedSubmitEvent } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { explain } from './session.ts';
import { useLive } from './use-live.ts';

export function VaultPage({ center, isSignedIn }: { center: CloudLink; isSignedIn: boolean }): JSX.Element {
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { data, failure, refresh } = useLive(
    useCallback((signal) => center.vault.get({ signal }), [center]),
    isSignedIn,
  );
  const unlock = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setRefusal(undefined);
    try {
      // If the session has expired, this call waits for the next sign-in.
      await center.vault.unlock({ body: { code } });
      setCode('');
    } catch (error) {
      setRefusal(explain(error));
    }
    refresh();
  };
  return (
    <>
      <h1>Vault</h1>
      {(refusal ?? failure) !== undefined && <p role="alert">{refusal ?? failure}</p>}
      <p>
        State: <strong id="vault-state">{data?.state ?? 'unknown'}</strong>. After a restart it{' '}
        {data?.auto ? 'unlocks by itself' : 'waits for a passcode'}.
      </p>
      {/* The vendor does not publish the values of the state: only `unlocked` hides the form. */}
      {data?.state?.toLowerCase() !== 'unlocked' && (
        <form onSubmit={(event) => void unlock(event)}>
          <label>
            Passcode{' '}
            <input
              name="code"
              type="password"
              autocomplete="off"
              value={code}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          </label>
          <button disabled={code === ''}>Unlock</button>
        </form>
      )}
    </>
  );
}
