/**
 * Our rules for workflows and actions, beyond those of GitHub: pinned actions, least permissions, time
 * limits, and no untrusted text in a shell. Part of `node scripts/check-github.ts`.
 *
 * @module
 */

export type ParsedFile = { path: string; text: string; content: unknown };

type Step = { uses?: string; run?: string; with?: Record<string, unknown> };
type Job = {
  uses?: string;
  steps?: Step[];
  permissions?: Record<string, string>;
  environment?: unknown;
  'timeout-minutes'?: number;
};
type Workflow = {
  on?: unknown;
  permissions?: unknown;
  jobs?: Record<string, Job>;
  runs?: { steps?: Step[] };
};

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
// These events run with secrets and write access on untrusted input.
const DANGEROUS_EVENTS = new Set(['pull_request_target', 'workflow_run', 'issue_comment']);

export function brokenRules(content: unknown): string[] {
  // GitHub's schema was checked before. A missing part breaks a rule, and must not crash.
  const { on, permissions, jobs, runs } = (content ?? {}) as Workflow;
  if (runs !== undefined) return brokenSteps(runs.steps ?? []);
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(on ?? {});
  return [
    ...events
      .filter((event) => DANGEROUS_EVENTS.has(event))
      .map((event) => `the event ${event} runs with our rights on untrusted input: use pull_request`),
    ...(isEmptyObject(permissions)
      ? []
      : ['set `permissions: {}` at the top, and the permissions of a job at the job']),
    ...Object.entries(jobs ?? {}).flatMap(([name, job]) =>
      brokenJob(job).map((problem) => `job ${name}: ${problem}`),
    ),
  ];
}

/** One action with two different commits is an incomplete update. */
export function differentPins(files: readonly ParsedFile[]): string[] {
  const commits = new Map<string, Set<string>>();
  for (const [, owner = '', commit = ''] of files.flatMap(({ text }) => [
    ...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)[\w./-]*@(\S+ # \S+)/g),
  ]))
    commits.set(owner, (commits.get(owner) ?? new Set()).add(commit));
  return [...commits]
    .filter(([, of]) => of.size > 1)
    .map(([action, of]) => `${action} is pinned differently: ${[...of].join(', ')}. Use one.`);
}

function brokenJob(job: Job): string[] {
  const problems: string[] = [];
  if (job.permissions === undefined) problems.push('say its `permissions`, such as `contents: read`');
  if (job.uses === undefined && job['timeout-minutes'] === undefined)
    problems.push('give it `timeout-minutes`; without, it may hang for six hours');
  if (job.permissions?.['id-token'] === 'write' && job.environment === undefined)
    problems.push(
      'a job that may request an OIDC token needs an `environment`, which can require an approval',
    );
  return [...problems, ...brokenSteps([...(job.steps ?? []), ...(job.uses ? [{ uses: job.uses }] : [])])];
}

function brokenSteps(steps: readonly Step[]): string[] {
  return steps.flatMap(({ uses, run, with: inputs }) => {
    const problems: string[] = [];
    if (uses !== undefined && !uses.startsWith('./') && !PINNED.test(uses))
      problems.push(`pin ${uses} by its full commit, with the version as a comment`);
    if (uses?.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false)
      problems.push('set `persist-credentials: false`: later steps need no token in .git/config');
    // A branch name or a title would be run as shell code. Environment variables are not evaluated.
    if (run?.includes('${{')) problems.push(`pass expressions to \`run\` through \`env\`: ${run}`);
    return problems;
  });
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
