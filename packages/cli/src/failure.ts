/**
 * Converts an error to an exit code and a message. Control characters in texts of the Center are removed;
 * errors of the client contain no tokens and secrets.
 *
 * @module
 */
import { CommandError, EXIT, type ExitKind } from './command-error.ts';
import { type Io, note, plainText, styled } from './io.ts';

type Named = { name?: unknown; code?: unknown; cause?: unknown; exitCode?: unknown };

const BY_CLIENT_CODE: Readonly<Record<string, ExitKind>> = {
  unauthorized: 'refused',
  forbidden: 'refused',
  not_found: 'notFound',
  unreachable: 'unreachable',
  proxy_refused: 'unreachable',
  untrusted_certificate: 'untrusted',
  timeout: 'timeout',
};

const BY_AUTH_CODE: Readonly<Record<string, ExitKind>> = {
  secret_unavailable: 'refused',
  sign_in_required: 'refused',
  sign_in_denied: 'refused',
  token_refused: 'refused',
  token_unreachable: 'unreachable',
  token_timeout: 'timeout',
  sign_in_timeout: 'timeout',
};

function kindOf(error: unknown): ExitKind {
  if (error instanceof CommandError) return error.kind;
  const { name, code, cause } = Object(error) as Named;
  const text = String(code);
  if (name === 'CloudLinkError') {
    if (text === 'sign_in_failed') return commandError(error)?.kind ?? kindOf(cause);
    return BY_CLIENT_CODE[text] ?? 'other';
  }
  if (name === 'AuthError') return BY_AUTH_CODE[text] ?? 'other';
  if (name === 'WaitError') return text === 'timeout' ? 'timeout' : 'other';
  if (error instanceof TypeError) return 'usage';
  return 'other';
}

/** Prints the error, and returns the exit code. */
export function reportFailure(error: unknown, io: Io, debug: boolean): number {
  const kind = kindOf(error);
  const inner = commandError(error);
  const message = plainText((inner ?? (error instanceof Error ? error : new Error(String(error)))).message);
  // Our multi-line messages about certificates need no label.
  const label =
    inner?.kind === 'untrusted' && message.includes('\n') ? '' : `${styled(io.stderr, 'red', 'error:')} `;
  note(io, `${label}${inner?.kind === 'untrusted' ? inner.message : message}`);
  if (debug && error instanceof Error && error.stack !== undefined) note(io, plainText(error.stack));
  return EXIT[kind];
}

export function isUntrusted(error: unknown): boolean {
  const { name, code } = Object(error) as Named;
  return name === 'CloudLinkError' && code === 'untrusted_certificate';
}

/** A CommandError among the causes of an error of the client, such as an unknown secret. */
function commandError(error: unknown): CommandError | undefined {
  for (let one = error; one instanceof Error; one = one.cause) if (one instanceof CommandError) return one;
  return undefined;
}
