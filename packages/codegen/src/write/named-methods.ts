/**
 * Writes `groups.ts`: the named methods as interfaces. All facts about an operation are in its hover text.
 *
 * @module
 */
import { listOperations, type OpenApiDocument, type OperationEntry } from '../document/openapi-document.ts';
import { capitalized, dataText, needsInput, typeName } from './call-names.ts';
import type { Targets } from './targets.ts';
import { docComment, importTypes, propertyKey } from './type-text.ts';

/** A method of this SDK that is missing in a Center's description. */
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
        `/** Gone: this Center does not describe ${call}. */\nreadonly ${propertyKey(method)}: undefined;`,
    );
  for (const group of groups.keys()) {
    const parent = group.split('.').slice(0, -1).join('.');
    groups.get(parent)?.push(`readonly ${propertyKey(group.split('.').at(-1) ?? '')}: ${groupName(group)};`);
  }
  const interfaces = [...groups].map(
    ([group, members]) => `export interface ${groupName(group)} {\n${members.join('\n\n')}\n}`,
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
    '/** The named methods: `center.<group>.<method>(input)`. */',
    `export interface Groups {\n${roots.map((group) => `readonly ${group}: ${groupName(group)};`).join('\n')}\n}`,
    '',
  ].join('\n\n');
}

function methodText(entry: OperationEntry, method: string, names: Set<string>): string {
  const { operation } = entry;
  const optional = needsInput(entry) ? '' : '?';
  const permissions = operation['x-cloudlink-permissions'];
  const notes = [
    operation.summary.trim() + '.',
    '',
    operation.description.trim(),
    '',
    permissionText(permissions),
    operation['x-cloudlink-dangerous']
      ? '\n**Dangerous:** it can destroy keys or data, or take machines or the Center out of service.'
      : '',
    operation['x-cloudlink-side-effects']
      ? '\nEach call has a new effect, so it is never retried automatically.'
      : '',
    operation['x-cloudlink-node-local'] ? '\nReads or changes only the node that answers.' : '',
    operation['x-cloudlink-slow'] ? '\nMay take minutes.' : '',
    '',
    '@throws CloudLinkError `forbidden` without the permission; `unreachable`, `untrusted_certificate` or `sign_in_failed` if the call got no answer.',
  ];
  const text = notes.filter((line, index) => line !== '' || notes[index - 1] !== '').join('\n');
  return `${docComment(text)}${propertyKey(method)}(input${optional}: ${typeName(entry)}Input): MethodResult<${dataText(entry, names)}>;`;
}

function permissionText(permissions: readonly string[]): string {
  if (permissions.length === 0) return 'The vendor publishes no permissions for it.';
  if (permissions.length === 1) return `Requires the permission ${permissions.join('')}.`;
  return `Requires one of the permissions ${permissions.join(', ')}.`;
}

function groupName(group: string): string {
  return `${group.split('.').map(capitalized).join('')}Methods`;
}
