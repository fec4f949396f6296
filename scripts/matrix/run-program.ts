/**
 * Runs one program to its end. Cells run without what the environment of whoever runs the matrix would change about TLS or Node; npm
 * runs with all of it, since a registry may need it.
 *
 * @module
 */
import { execFile } from 'node:child_process';

/** No program of the matrix takes longer; one that hangs is a failure. */
const TIMEOUT_MS = 120_000;

const MEDDLERS = [
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_USE_SYSTEM_CA',
  'DENO_CERT',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !MEDDLERS.includes(name)));
}

/**
 * Resolves to what the program wrote to its standard output.
 *
 * @throws Error with all that it wrote, when it ends with another status than 0 or does not end.
 */
export function runProgram(
  [program = '', ...args]: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  const options = { cwd, env, timeout: TIMEOUT_MS, maxBuffer: 1e8 };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}\n${error.message}`));
    });
  });
}
