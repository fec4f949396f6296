/**
 * Cells of the runtimes that run a file: Node, Bun and Deno. Each does the job of consumer/job.ts against an
 * emulator, once for every way to trust its certificate. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { proxyServer } from '../../packages/testing/src/proxy-server.ts';
import type { Cell, Part } from './cells.ts';
import type { Consumer } from './consumer.ts';
import type { JobEnd } from './consumer/job.ts';
import { checkNothingSent, checkReplays, startEmulatorProcess } from './emulator-process.ts';
import { cleanEnvironment, runProgram } from './run-program.ts';
import { type Expected, TRUST_ON_BUN, TRUST_ON_DENO, TRUST_ON_NODE, type TrustName } from './trust.ts';
import { BUN, DENO, nodeFolder, NODES } from './versions.ts';

type Runtime = {
  readonly part: Part;
  readonly subject: string;
  readonly command: readonly string[];
  readonly trust: typeof TRUST_ON_NODE;
};

export function runtimeCells(consumer: Consumer): Cell[] {
  return runtimesOf(consumer).flatMap((runtime) => [
    ...Object.entries(runtime.trust).map(([name, expected]) =>
      // The keys of an object are plain strings to the compiler.
      trustCell(consumer, runtime, name as TrustName, expected),
    ),
    ...(runtime.part === 'deno' ? [] : [requireCell(consumer, runtime)]),
    ...(runtime.part === 'node' ? [globalsCell(consumer, runtime)] : []),
  ]);
}

export function runtimesOf({ tool, binary }: Consumer): Runtime[] {
  return [
    ...NODES.map((version) => ({
      part: 'node' as const,
      subject: `Node ${version}`,
      command: [tool(`${nodeFolder(version)}/bin/node`)],
      trust: TRUST_ON_NODE,
    })),
    {
      part: 'bun',
      subject: `Bun ${BUN}`,
      command: [binary('@oven', ['bin/bun', 'bin/bun.exe'])],
      trust: TRUST_ON_BUN,
    },
    {
      part: 'deno',
      subject: `Deno ${DENO}`,
      command: [binary('@deno', ['deno', 'deno.exe']), 'run', '--allow-all', '--quiet'],
      trust: TRUST_ON_DENO,
    },
  ];
}

function trustCell(consumer: Consumer, runtime: Runtime, name: TrustName, expected: Expected): Cell {
  const { part, subject } = runtime;
  return {
    part,
    subject,
    what: `import, ${name === 'none' ? 'no trust' : name}: ${expected}`,
    run: () => tryJob(consumer, runtime, 'run.mjs', name, expected),
  };
}

/** The packages are ES modules, which `require()` accepts too. */
function requireCell(consumer: Consumer, runtime: Runtime): Cell {
  const { part, subject } = runtime;
  return {
    part,
    subject,
    what: 'require(): works',
    run: () =>
      part === 'node'
        ? tryJob(consumer, runtime, 'run.cjs', 'tls.ca', 'works')
        : tryJob(consumer, runtime, 'run.cjs', 'NODE_EXTRA_CA_CERTS', 'works'),
  };
}

function globalsCell({ app: cwd }: Consumer, { part, subject, command }: Runtime): Cell {
  return {
    part,
    subject,
    what: 'importing and calling changes no global',
    async run() {
      const seen = await runProgram([...command, 'look-at-globals.mjs'], { cwd, env: cleanEnvironment() });
      if (seen.trim() !== '{"code":"unreachable","added":[],"same":true}') throw new Error(seen);
      return 'no global was added or changed';
    },
  };
}

async function tryJob(
  consumer: Consumer,
  { command }: Runtime,
  program: string,
  name: TrustName,
  expected: Expected,
): Promise<string> {
  await using emulator = await startEmulatorProcess(consumer);
  const { factsFile, caFile } = emulator;
  const isKnown = name === 'NODE_EXTRA_CA_CERTS' || name === 'wrong tls.fingerprint256';
  await using proxy = name === 'tls.ca through a proxy' ? await proxyServer() : undefined;
  const flags = name === '--use-system-ca' ? [name] : [];
  const text = await runProgram([...command, ...flags, program, factsFile, name], {
    cwd: consumer.app,
    env: {
      ...cleanEnvironment(),
      ...(proxy && { CLOUDLINK_PROXY: proxy.url }),
      // The variable with which Node finds the CAs of a Linux system.
      ...(name === '--use-system-ca' && { SSL_CERT_FILE: caFile }),
      ...(isKnown && { NODE_EXTRA_CA_CERTS: caFile }),
      ...(name.endsWith('NODE_TLS_REJECT_UNAUTHORIZED=0') && { NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    },
  });
  const end = JSON.parse(text) as JobEnd;
  const log = await emulator.log();
  if ('saw' in end) {
    if (expected !== 'works') throw new Error(`The job works, but should fail: ${end.saw}.`);
    checkReplays(log);
    if (proxy?.asked().length === 0) throw new Error('Nothing went through the proxy.');
    return end.saw;
  }
  if (expected === 'works') throw new Error(`${end.message}\n${end.stack}`);
  checkNothingSent(log);
  return `${end.code}, and nothing was sent`;
}
