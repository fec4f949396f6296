/**
 * Writes `groups.ts`: the named methods as interfaces. The hover text of a group is the description of its
 * tag, that of a method holds the facts of its operation.
 *
 * @module
 */
import { listOperations, type OpenApiDocument, type OperationEntry } from '../document/openapi-document.ts';
import { capitalized, dataText, needsInput, typeName } from './call-names.ts';
import type { Targets } from './targets.ts';
import { docComment, importTypes, propertyKey } from './type-text.ts';

/** A method of this SDK that is missing from a Center's own description. */
export interface GoneMethod {
  readonly id: string;
  /** `METHOD path`. */
  readonly call: string;
}

/** `groups.ts`: the named methods. */
export function namedMethods(
  document: OpenApiDocument,
  targets: Targets,
  gone: readonly GoneMethod[] = [],
): string {
  const names = new Set<string>();
  const entries = listOperations(document, { hidden: false });
  const groups = new Map<string, string[]>();
  const add = (id: string, text: (method: string) => string): void => {
    const path = id.split('.');
    const method = path.pop() ?? '';
    for (let depth = 1; depth <= path.length; depth += 1) {
      const group = path.slice(0, depth).join('.');
      if (!groups.has(group)) groups.set(group, []);
    }
    groups.get(path.join('.'))?.push(text(method));
  };
  for (const entry of entries) add(entry.operation.operationId, (method) => methodText(entry, method, names));
  for (const { id, call } of gone)
    add(
      id,
      (method) =>
        `/** Removed: this Center's description has no ${call}. */\nreadonly ${propertyKey(method)}: undefined;`,
    );
  const sentences = groupSentences(document);
  const commentOf = (group: string): string =>
    docComment(sentences.get(group) ?? `The methods of \`${group}\`.`);
  const memberOf = (group: string): string =>
    `${commentOf(group)}readonly ${propertyKey(group.split('.').at(-1) ?? '')}: ${groupName(group)};`;
  for (const group of groups.keys())
    groups.get(group.split('.').slice(0, -1).join('.'))?.push(memberOf(group));
  const interfaces = [...groups].map(
    ([group, members]) =>
      `${commentOf(group)}export interface ${groupName(group)} {\n${members.join('\n\n')}\n}`,
  );
  const roots = [...groups.keys()].filter((group) => !group.includes('.'));
  const inputs = new Set(entries.map((entry) => `${typeName(entry)}Input`));
  return [
    targets.header,
    importTypes([...names].toSorted(), targets.schemas),
    `import type { MethodResult } from '${targets.callOptions}';`,
    importTypes(inputs, targets.inputs),
    '',
    ...interfaces,
    `/** All named methods by group: \`center.<group>.<method>(input)\`. */\nexport interface Groups {\n${roots.map(memberOf).join('\n')}\n}`,
    '',
  ].join('\n\n');
}

function methodText(entry: OperationEntry, method: string, names: Set<string>): string {
  const { operation } = entry;
  const optional = needsInput(entry) ? '' : '?';
  const notes = [
    operation.summary.trim() + '.',
    '',
    operation.description.trim(),
    '',
    permissionText(operation['x-cloudlink-permissions']),
    operation['x-cloudlink-dangerous']
      ? '\n**Dangerous:** it can destroy keys or data, or take machines or the Center out of service.'
      : '',
    operation['x-cloudlink-side-effects']
      ? '\nNever retried automatically, because repeating it can have a second effect.'
      : '',
    operation['x-cloudlink-node-local'] ? '\nApplies only to the node that receives the call.' : '',
    operation['x-cloudlink-slow'] ? '\nMay take minutes.' : '',
    '',
    '@throws CloudLinkError `forbidden` without the permission; `unreachable`, `untrusted_certificate` or `sign_in_failed` if there was no response.',
  ];
  const text = notes.filter((line, index) => line !== '' || notes[index - 1] !== '').join('\n');
  return `${docComment(text)}${propertyKey(method)}(input${optional}: ${typeName(entry)}Input): MethodResult<${dataText(entry, names)}>;`;
}

function permissionText(permissions: readonly string[]): string {
  if (permissions.length === 0) return 'The vendor documents no permission for it.';
  const start = permissions.length === 1 ? 'Needs the permission' : 'Needs one of these permissions:';
  return `${start} ${permissions.join(', ')}.`;
}

/**
 * Group to the description of its tag. A group inside another one has a dotted tag, such as
 * `kmip.partitions`.
 */
function groupSentences({ tags = [] }: OpenApiDocument): Map<string, string> {
  const sentences = new Map<string, string>();
  for (const tag of tags) {
    if (!('name' in tag && 'description' in tag)) continue;
    if (typeof tag.name === 'string' && typeof tag.description === 'string')
      sentences.set(tag.name, tag.description);
  }
  return sentences;
}

function groupName(group: string): string {
  return `${group.split('.').map(capitalized).join('')}Methods`;
}
