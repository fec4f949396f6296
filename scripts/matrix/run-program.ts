/**
 * Runs one program to its end. Cells run without the environment variables of the user that change TLS or
 * Node; npm runs with all of it, since a registry may need it. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { type Place, run } from '../release/commands.ts';

/** No program of the matrix takes longer, but installing; one that hangs is a failure. */
const TIMEOUT_MS = 120_000;

const MEDDLERS = new Set([
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_USE_SYSTEM_CA',
  'DENO_CERT',
  'NODE_USE_ENV_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]);

export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !MEDDLERS.has(name)));
}

/**
 * Resolves to what the program wrote to its standard output; rejects with its last words when it fails or
 * does not end.
 */
export async function runProgram(
  command: string[],
  place: Omit<Place, 'signal'>,
  limit: number = TIMEOUT_MS,
): Promise<string> {
  const signal = AbortSignal.timeout(limit);
  try {
    return await run(command, { ...place, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error(`"${command.join(' ')}" did not end within ${limit / 1000} s.`, { cause: error });
  }
}
