/**
 * The parts of an operation's help after its arguments and flags.
 *
 * @module
 */
import { exampleLine } from './operation-example.ts';
import type { OperationRow } from './topic-table.ts';

export function helpOf(row: OperationRow): string {
  const { permissions, audit, method, path, id } = row;
  const facts: [string, string][] = [
    [
      'Permissions',
      permissions.length > 1 ? `one of: ${permissions.join(', ')}` : (permissions[0] ?? 'none are published'),
    ],
  ];
  if (row.dangerous)
    facts.push([
      'Dangerous',
      'can destroy keys or data, or take machines or the Center out of service; asks, or needs --yes',
    ]);
  if (row.sideEffects) facts.push(['Note', 'each call has a new effect']);
  if (row.nodeLocal) facts.push(['Note', 'affects only the node that answers; see --node']);
  if (row.slow) facts.push(['Note', 'may take minutes']);
  if (audit !== undefined) facts.push(['Audited as', audit]);
  facts.push(['API', `${method} ${path} (${id})`]);
  const secrets = row.flags.some(({ secret }) => secret)
    ? [
        '',
        'Secrets are never arguments: - takes the next line of standard input, @file the first line of a file.',
      ]
    : [];
  return [
    '',
    ...facts.map(([name, text]) => `${name}: ${text}`),
    ...secrets,
    '',
    'Example (add --emulator to try it without a Center):',
    `  ${exampleLine(row)}`,
    '',
    'Flags of every command: cloudlink --help',
  ].join('\n');
}
