/**
 * Starts the processes of the HTTP benchmark, and talks with them: one question, one answer.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Peer {
  /** The first message after the start. */
  readonly greeting: unknown;
  ask<Answer>(question: unknown): Promise<Answer>;
  end(): void;
}

/** Starts a module of this folder. */
export async function start(file: string, args: readonly string[] = [], flags: string[] = []): Promise<Peer> {
  const child = fork(new URL(file, import.meta.url), args, { execArgv: flags });
  const greeting = await nextMessage(child);
  return {
    greeting,
    ask(question) {
      const answer = nextMessage(child);
      child.send(question as object);
      // The processes answer each question with what belongs to it.
      return answer as Promise<never>;
    },
    end: () => void child.kill(),
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  const { signal } = stop;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.slice(-2).join(' ')} ended with ${String(code)}`);
  });
  ended.catch(() => {});
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as unknown[];
    return message;
  } finally {
    stop.abort();
  }
}
