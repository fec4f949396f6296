/**
 * Our rules for workflows and actions, beyond what GitHub asks: pinned actions, least permissions, time limits, and no text
 * of strangers in a shell. Part of `node scripts/check-github.ts`.
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
// They run with secrets and write access on what strangers send.
const DANGEROUS_EVENTS = new Set(['pull_request_target', 'workflow_run', 'issue_comment']);

export function brokenRules(content: unknown): string[] {
  // GitHub's schema has been checked before; what is missing is a broken rule, not a crash.
  const { on, permissions, jobs, runs } = (content ?? {}) as Workflow;
  if (runs !== undefined) return brokenSteps(runs.steps ?? []);
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(on ?? {});
  return [
    ...events
      .filter((event) => DANGEROUS_EVENTS.has(event))
      .map((event) => `the event ${event} runs with our rights on what strangers send: use pull_request`),
    ...(isEmptyObject(permissions)
      ? []
      : ['write `permissions: {}` at the top, and what a job needs at the job']),
    ...Object.entries(jobs ?? {}).flatMap(([name, job]) =>
      brokenJob(job).map((problem) => `job ${name}: ${problem}`),
    ),
  ];
}

/** The same action by two commits is an update that was forgotten. */
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
    problems.push('a job that may ask for an OIDC token needs an `environment`, which can ask a person');
  return [...problems, ...brokenSteps([...(job.steps ?? []), ...(job.uses ? [{ uses: job.uses }] : [])])];
}

function brokenSteps(steps: readonly Step[]): string[] {
  return steps.flatMap(({ uses, run, with: inputs }) => {
    const problems: string[] = [];
    if (uses !== undefined && !uses.startsWith('./') && !PINNED.test(uses))
      problems.push(`pin ${uses} by its full commit, with the version as a comment`);
    if (uses?.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false)
      problems.push('`persist-credentials: false`: the steps that follow need no token in .git/config');
    // Whoever names a branch or a title would write shell: environment variables are not evaluated.
    if (run?.includes('${{')) problems.push(`hand expressions to \`run\` through \`env\`: ${run}`);
    return problems;
  });
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
