/**
 * Data that stays current: polls every two seconds while somebody is signed in and the page is visible.
 *
 * The last data stays on the screen while the session has expired.
 *
 * @module
 */
import { useEffect, useState } from 'preact/hooks';
import { explain } from './session.ts';

export interface Live<Data> {
  readonly data: Data | undefined;
  readonly failure: string | undefined;
  /** Reads at once. */
  readonly refresh: () => void;
}

const INTERVAL_MS = 2_000;

/**
 * @param read - Reads the data. Pass the same function on every render, for example from `useCallback`.
 * @param isSignedIn - While it is false, nothing is read.
 */
export function useLive<Data>(read: (signal: AbortSignal) => Promise<Data>, isSignedIn: boolean): Live<Data> {
  const [data, setData] = useState<Data>();
  const [failure, setFailure] = useState<string>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    if (!isSignedIn) return undefined;
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const readAgain = async (): Promise<void> => {
      if (!document.hidden) {
        try {
          const next = await read(ended.signal);
          if (ended.signal.aborted) return;
          setData(next);
          setFailure(undefined);
        } catch (error) {
          if (ended.signal.aborted) return;
          setFailure(explain(error));
        }
      }
      timer = setTimeout(() => void readAgain(), INTERVAL_MS);
    };
    void readAgain();
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [read, isSignedIn, round]);

  return { data, failure, refresh: () => setRound((count) => count + 1) };
}
