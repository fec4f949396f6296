/**
 * Tracks the exchanges on the connections of one node, so that closing waits for those that make progress.
 *
 * @module
 */

export interface Activity {
  begin(): void;
  progress(): void;
  end(): void;
  /**
   * Runs `finish` when nothing is running any more, or when nothing has made progress for `idle`
   * milliseconds.
   */
  finishWhenIdle(idle: number, finish: () => void): void;
}

export function createActivity(): Activity {
  let running = 0;
  let pieces = 0;
  let onEnd: (() => void) | undefined;
  return {
    begin: () => void (running += 1),
    progress: () => void (pieces += 1),
    end() {
      running -= 1;
      if (running === 0) onEnd?.();
    },
    finishWhenIdle(idle, finish) {
      if (running === 0) {
        finish();
        return;
      }
      let seen = pieces;
      const end = (): void => {
        clearInterval(look);
        onEnd = undefined;
        finish();
      };
      const look = setInterval(() => {
        if (pieces === seen) end();
        seen = pieces;
      }, idle);
      onEnd = end;
    },
  };
}
