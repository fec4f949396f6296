/**
 * Protects dangerous operations: a question that shows what they affect, `--yes` without a terminal, and
 * `--dry-run`.
 *
 * @module
 */
import { askYes, requireTerminal } from './ask.ts';
import { CommandError } from './command-error.ts';
import { note, plainText, styled } from './io.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

/**
 * @param what - Such as `Shred a machine`.
 * @param hit - The affected things, one per line.
 * @throws CommandError `usage` without a terminal and without `--yes`; `interrupted` if the answer is no.
 */
export async function confirmDanger(session: Session, what: string, hit: readonly string[]): Promise<void> {
  const { io, globals } = session;
  if (globals.yes || session.confirmed) return;
  requireTerminal(
    io,
    `"${what}" can destroy keys or data, or take machines or the Center out of service. Add --yes.`,
  );
  const { settings } = await session.connect();
  note(io, styled(io.stderr, ['bold', 'yellow'], `${what} at ${settings.addresses[0] ?? ''}`));
  for (const line of hit) note(io, `  ${plainText(line)}`);
  if (
    !(await askYes(
      io,
      'This can destroy keys or data, or take machines or the Center out of service. Continue?',
    ))
  )
    throw new CommandError('interrupted', 'Cancelled. Nothing was sent.');
  session.confirmed = true;
}

/** A request as `--dry-run` prints it. */
export interface PlannedRequest {
  readonly method: string;
  /** Path below `/cloudlink/rest`, with its values. */
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Names of fields and query parameters that are secret. */
  readonly secrets?: readonly string[];
  /** Parts of a form, as file names. */
  readonly parts?: Readonly<Record<string, string>>;
}

const MASK = '********';

/** Prints the request to stdout and sends nothing. */
export async function printPlan(session: Session, request: PlannedRequest): Promise<void> {
  const { io, globals } = session;
  const addresses = globals.emulator
    ? (await session.connect()).settings.addresses
    : readSettings(globals).addresses;
  const url = new URL(`${addresses[0] ?? ''}/cloudlink/rest${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    const shown = request.secrets?.includes(name) ? MASK : String(value);
    url.searchParams.set(name, shown);
  }
  const lines = [`${request.method} ${url.href}`, `Authorization: Bearer ${MASK}`];
  if (request.parts !== undefined) {
    lines.push('Content-Type: multipart/form-data', '');
    for (const [name, file] of Object.entries(request.parts)) lines.push(`${name}: ${file}`);
  } else if (request.body !== undefined) {
    lines.push(
      'Content-Type: application/json',
      '',
      JSON.stringify(masked(request.body, request.secrets ?? []), null, 2),
    );
  }
  io.stdout.write(`${lines.join('\n')}\n`);
}

function masked(value: unknown, secrets: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => masked(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, secrets.includes(name) ? MASK : masked(one, secrets)]),
  );
}
