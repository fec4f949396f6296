/**
 * The page of one operation: what it does, what it needs, what it may break, how sure that is, and how to
 * call it.
 *
 * @module
 */
import { examplesOf } from './code-examples.ts';
import { nodeOf, type Operation, type Specification, textOf } from './read-operations.ts';
import { schemaTable, table } from './schema-table.ts';

const EVIDENCE: Readonly<Record<string, string>> = {
  seen: 'seen in scripts or request collections that talked to a real appliance',
  operators: 'notes of people who run the appliance',
  library: 'read in the source of the OAuth library that the appliance shows every sign of using',
  inferred: 'follows from other facts',
  guess: 'a guess; do not depend on it',
  unknown: 'searched for and not found',
};

/** What people type for the verb of a summary: the search finds a page only if it has every word. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  Create: ['make', 'add'],
  Delete: ['remove'],
  Download: ['get', 'fetch'],
  List: ['show', 'see all'],
  Read: ['get', 'show'],
  Remove: ['delete'],
  Set: ['change'],
  Test: ['try'],
  Unlock: ['open'],
  Update: ['change'],
  Upload: ['install', 'send'],
};

export function operationPage(operation: Operation, { resolve }: Specification): string {
  const { id, method, path, summary, description, body, parameters, responses } = operation;
  const { typescript, shell, curl } = examplesOf(operation, resolve);
  const sections = [
    frontMatter(summary, `${method} ${path}: ${description.split('. ')[0] ?? ''}`),
    `<p><span class="method">${method}</span> <code>/cloudlink/rest${path}</code>${searchWords(summary)}</p>`,
    `\`center.${id}()\``,
    ...warnings(operation),
    escaped(description),
    table(['fact', 'value'], factsOf(operation)),
    '## TypeScript',
    `\`\`\`ts\n${typescript}\n\`\`\``,
    '## Shell',
    `\`\`\`sh\n${shell}\n\`\`\``,
    '## curl',
    `\`\`\`sh\n${curl}\n\`\`\``,
  ];
  if (parameters.length > 0) {
    const rows = parameters.map((parameter) => [
      `\`${textOf(parameter['name'])}\`${parameter['required'] === true ? ' (required)' : ''}`,
      textOf(parameter['in']),
      textOf(resolve(parameter['schema'])['type']),
      escaped(textOf(parameter['description'])),
    ]);
    sections.push('## Parameters', table(['name', 'in', 'type', 'meaning'], rows));
  }
  if (body !== undefined)
    sections.push('## Body', `\`${body.type}\``, escaped(schemaTable(body.schema, resolve)));
  sections.push('## Answers', table(['status', 'meaning'], responses.map(answerRow)));
  const answer = responses.find(({ status, schema }) => status.startsWith('2') && schema !== undefined);
  const fields = answer?.schema === undefined ? '' : schemaTable(answer.schema, resolve);
  if (fields !== '') sections.push('## Fields of the answer', escaped(fields));
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** For the search only: nothing of it is shown. */
function searchWords(summary: string): string {
  const [verb = '', ...rest] = summary.replaceAll('"', '').split(' ');
  const phrases = (SYNONYMS[verb] ?? []).map((synonym) => [synonym, ...rest].join(' '));
  if (phrases.length === 0) return '';
  const words = phrases.join(', ');
  return `<span data-pagefind-weight="5" data-pagefind-index-attrs="data-words" data-words="${words}"></span>`;
}

/** YAML that needs no quoting rules beyond JSON's. */
export const frontMatter = (title: string, description: string): string =>
  `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(description)}\neditUrl: false\n---`;

/** Angle brackets outside of code are not HTML here. */
export const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('');

const answerRow = ({ status, description }: Operation['responses'][number]): string[] => [
  status === 'default' ? 'other' : status,
  escaped(description),
];

function warnings({ traits }: Operation): string[] {
  const found: string[] = [];
  if (traits['dangerous'] === true)
    found.push(':::danger\nCan destroy keys or data, or take machines or the Center out of service.\n:::');
  if (traits['side-effects'] === true)
    found.push(':::caution\nChanges something on the Center, although it is a GET.\n:::');
  return found;
}

function permissionText(permissions: readonly string[]): string {
  if (permissions.length === 0) return 'none is published';
  return permissions.length === 1 ? String(permissions[0]) : `any one of: ${permissions.join(', ')}`;
}

function factsOf({ permissions, evidence, traits }: Operation): string[][] {
  const rows = [
    ['Permission', permissionText(permissions)],
    [
      'Repeatable',
      traits['repeatable'] === true
        ? 'yes: sending it again does no harm'
        : 'no: it is sent again only if the first attempt certainly did not reach the Center',
    ],
    ['Applies to', traits['node-local'] === true ? 'the node that is called' : 'the whole cluster'],
  ];
  if (traits['slow'] === true) rows.push(['Duration', 'slow: an attempt may take 15 minutes']);
  if (traits['audit-action'] !== undefined)
    rows.push(['Audit trail', `as “${textOf(traits['audit-action'])}”`]);
  const cursor = textOf(nodeOf(traits['cursor'])['parameter']);
  if (cursor !== '') rows.push(['Pages', `by the parameter \`${cursor}\``]);
  for (const [fact, evidenceName] of Object.entries(evidence))
    rows.push([
      `Evidence for ${fact}`,
      `${evidenceName}: ${EVIDENCE[evidenceName] ?? 'see the specification'}`,
    ]);
  return rows;
}
