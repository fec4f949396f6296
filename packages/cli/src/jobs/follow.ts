/**
 * `cloudlink events follow`, `security-events follow` and `actions follow`: prints a line per entry, oldest
 * first, until Ctrl+C.
 *
 * @module
 */
import {
  iterateActions,
  iterateEvents,
  iterateSecurityEvents,
  type CloudLink,
  type FollowOptions,
} from '@cloudlink-center/client';
import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import { note } from '../io.ts';
import { cellText } from '../output/scalars.ts';
import type { Session } from '../session.ts';
import { topicAt } from '../find-command.ts';

type Iterate = (center: CloudLink, options: FollowOptions) => AsyncIterable<object>;

const TOPICS: Readonly<Record<string, Iterate>> = {
  events: iterateEvents,
  'security-events': iterateSecurityEvents,
  actions: iterateActions,
};

export function addTo(program: Command, session: Session): void {
  for (const topic of program.commands) {
    const iterate = TOPICS[topic.name()];
    if (iterate !== undefined) addFollow(topicAt(program, topic.name(), ''), session, iterate);
  }
}

function addFollow(topic: Command, session: Session, iterate: Iterate): void {
  const command = topic
    .command('follow')
    .option('--minutes <number>', 'start this many minutes ago', '5')
    .option('--interval <seconds>', 'poll at this interval', '5')
    .description('Prints new entries, oldest first, until Ctrl+C. With -o json, one JSON value per line.')
    .addHelpText('after', `\nExample:\n  cloudlink ${topic.name()} follow -o json`);
  command.action(async () => {
    const { minutes, interval } = command.opts<{ minutes: string; interval: string }>();
    session.onInterrupt = '';
    const options = {
      follow: true,
      minutes: positive('--minutes', minutes),
      interval: positive('--interval', interval) * 1000,
      signal: session.signal,
      onOutage: ({ code }: { code: string }) =>
        note(session.io, `The Center does not answer (${code}). Retrying.`),
    };
    const write = writerFor(session);
    for await (const entry of iterate(await session.center(), options)) write(entry);
  });
}

function writerFor({ globals, io }: Session): (entry: object) => void {
  const { output = 'table' } = globals;
  if (output === 'json') return (entry) => void io.stdout.write(`${JSON.stringify(entry)}\n`);
  if (output !== 'table') throw new CommandError('usage', `follow prints lines or -o json, not ${output}.`);
  return (entry) => {
    const { timestamp, start_time, level, severity, name, result, details } = entry as Record<
      string,
      unknown
    >;
    const parts = [timestamp ?? start_time, level ?? severity, name, result, details];
    io.stdout.write(
      `${parts
        .map((part) => cellText(part))
        .filter(Boolean)
        .join('  ')}\n`,
    );
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new CommandError('usage', `${flag} ${text}: give a number above 0.`);
}
