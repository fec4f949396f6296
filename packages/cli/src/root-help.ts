/**
 * The overview of `cloudlink --help`: topics, jobs, exit codes.
 *
 * @module
 */
import { topics } from './generated/topics.ts';
import { jobs } from './jobs/index.ts';

const WIDTH = 22;
const LINE = 100;

export function rootHelp(): string {
  const jobLines = Object.entries(jobs)
    .filter(([, { summary }]) => summary !== undefined)
    .map(([name, { summary = '' }]) => `  ${name.padEnd(WIDTH)}${summary}`);
  const topicLines = Object.entries(topics).map(([name, { methods }]) => {
    const all = [...methods, ...(jobs[name]?.adds ?? [])].join(', ');
    const room = LINE - WIDTH - 2;
    const shown = all.length > room ? `${all.slice(0, all.lastIndexOf(',', room - 2))}, …` : all;
    return `  ${name.padEnd(WIDTH)}${shown}`;
  });
  return [
    '',
    'Jobs:',
    ...jobLines,
    '',
    'Topics, with one command for each operation of the API:',
    ...topicLines,
    '',
    'Exit codes: 0 success; 1 other failures; 2 usage or a missing --yes; 3 the Center refused (401, 403); 4 not found;',
    '5 unreachable; 6 certificate not trusted; 7 timed out; 130 interrupted.',
    '',
    'Try it without a Center: cloudlink machines list --emulator',
  ].join('\n');
}
