/**
 * `npm audit` of what users install, with the advisories of the registry that third-party packages come from.
 *
 * @module
 */
import { attempt } from './commands.ts';
import type { Consumer } from './consumer.ts';
import type { Registry } from './registry.ts';

type Report = {
  metadata?: { vulnerabilities?: Record<string, number> };
  statusCode?: number;
  message?: string;
};

/** How registries answer that do not know the endpoint. */
const NO_ENDPOINT = new Set([404, 405, 501]);

/** @throws When there is an advisory. A registry that has no audit endpoint is only told about. */
export async function auditRuntime({ folder, context }: Consumer, { uplink }: Registry): Promise<string> {
  const command = ['npm', 'audit', '--omit=dev', '--json', `--registry=${uplink}`];
  const { status, stdout, stderr } = await attempt(command, { ...context, cwd: folder });
  const report = parse(stdout);
  const counts = report.metadata?.vulnerabilities;
  if (counts === undefined) {
    const reason = report.message ?? stderr.trim().split('\n').at(-1) ?? '';
    if (NO_ENDPOINT.has(report.statusCode ?? 0)) return `SKIPPED: no audit endpoint: ${reason}`;
    throw new Error(`npm audit failed: ${reason}. Run it again; if it stays, look at the network.`);
  }
  if (status !== 0) {
    const found = JSON.stringify(counts);
    throw new Error(
      `npm audit finds ${found} in what users install. Update what it names:\n${stdout.slice(0, 4000)}`,
    );
  }
  return 'no advisory for the runtime dependencies';
}

function parse(text: string): Report {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return { message: text.slice(0, 500) };
  }
}
