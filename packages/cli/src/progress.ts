/**
 * A progress line on stderr, on terminals only and not with `--no-progress`.
 *
 * @module
 */
import { styled } from './io.ts';
import type { Session } from './session.ts';

export interface ProgressBar {
  /** @param percent - From 0 to 100. */
  percent(percent: number, note?: string): void;
  bytes(transferred: number, total: number | undefined): void;
  /** Removes the line. */
  end(): void;
}

const WIDTH = 30;
const CLEAR = '\r\u001b[K';

export function progressBar({ io: { stderr }, globals }: Session, title: string): ProgressBar {
  const isShown = stderr.isTTY === true && globals.progress !== false && process.env['TERM'] !== 'dumb';
  let last = '';
  const draw = (text: string): void => {
    if (!isShown || text === last) return;
    last = text;
    stderr.write(`${CLEAR}${title}  ${text}`);
  };
  const percent = (value: number, after = ''): void => {
    const part = Math.max(0, Math.min(100, Math.round(value)));
    const filled = Math.round((part * WIDTH) / 100);
    const bar = styled(stderr, 'green', '█'.repeat(filled)) + '░'.repeat(WIDTH - filled);
    draw(`${bar} ${part} % ${after}`.trimEnd());
  };
  return {
    percent,
    bytes(transferred, total) {
      const megabytes = `${(transferred / 1e6).toFixed(1)} MB`;
      if (total === undefined || total === 0) draw(megabytes);
      else percent((transferred * 100) / total, megabytes);
    },
    end() {
      if (last !== '') stderr.write(CLEAR);
      last = '';
    },
  };
}
