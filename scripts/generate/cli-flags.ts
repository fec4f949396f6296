/**
 * The flags of an operation for the command line: query parameters, fields of the body, parts of a form. Part
 * of `pnpm generate`.
 *
 * @module
 */
import type { Flag } from '../../packages/cli/src/topic-table.ts';
import type {
  OpenApiDocument,
  OperationEntry,
  Schema,
} from '../../packages/codegen/src/document/openapi-document.ts';

/** Flags of every command. An operation's own flag with the same name gets a prefix. */
const GLOBAL_FLAGS: ReadonlySet<string> = new Set(
  'address body color debug dry-run emulator force help node output profile progress query timeout to version yes'.split(
    ' ',
  ),
);

/** Secret fields, which are never arguments. */
const SECRET = /pass(word|code|phrase)|^(psid|codes?|unlock_code|amazons3_access_key|community|response)$/;

export function flagsOf({ operation, parameters }: OperationEntry, document: OpenApiDocument): Flag[] {
  const inPath = new Set(parameters.filter((one) => one.in === 'path').map(({ name }) => kebab(name)));
  const taken = new Set([...GLOBAL_FLAGS, ...inPath]);
  const flags: Flag[] = [];
  const add = (place: Flag['in'], name: string, schema: Schema, required: boolean): void => {
    const flag = flagOf(place, name, { schema, required, document });
    if (flag === undefined) return;
    if (taken.has(flag.flag)) flag.flag = `${place === 'query' ? 'query' : 'body'}-${flag.flag}`;
    taken.add(flag.flag);
    flags.push(flag);
  };
  for (const one of parameters) {
    if (one.in !== 'query') continue;
    const schema = { ...one.schema, description: one.description ?? '', example: example(one) };
    add('query', one.name, schema, one.required ?? false);
  }
  const [media, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body = resolved(content?.schema, document);
  for (const [name, schema] of Object.entries(body.properties ?? {}))
    add(
      media === 'multipart/form-data' ? 'part' : 'body',
      name,
      schema,
      body.required?.includes(name) ?? false,
    );
  return flags;
}

function flagOf(
  place: Flag['in'],
  name: string,
  { schema, required, document }: { schema: Schema; required: boolean; document: OpenApiDocument },
): Flag | undefined {
  const full = {
    ...resolved(schema, document),
    ...(schema.description && { description: schema.description }),
  };
  const type = typeOf(full, document);
  if (type === undefined) return undefined;
  return compact({
    name,
    flag: kebab(name),
    in: place,
    type,
    required: required || undefined,
    secret:
      SECRET.test(name) && type !== 'boolean' && type !== 'integer' && type !== 'file' ? true : undefined,
    values: full['x-extensible-enum'],
    description: oneLine(full.description ?? ''),
    example: example(schema),
  }) as unknown as Flag; // `compact` leaves out what is undefined, which the type cannot say.
}

function typeOf(schema: Schema, document: OpenApiDocument): Flag['type'] | undefined {
  if (schema.format === 'binary') return 'file';
  if (schema.type === 'array') {
    const items = resolved(schema.items, document).type;
    return items === 'string' ? 'strings' : items === 'integer' ? 'integers' : undefined;
  }
  const scalars = ['string', 'boolean', 'integer', 'number'] as const;
  return scalars.find((scalar) => scalar === schema.type);
}

export function resolved(schema: Schema | undefined, document: OpenApiDocument): Schema {
  let current = schema ?? {};
  while (current.$ref !== undefined) {
    const name = current.$ref.split('/').at(-1) ?? '';
    const next = document.components.schemas[name];
    if (next === undefined) throw new Error(`${current.$ref} does not exist.`);
    current = next;
  }
  return current;
}

function example(holder: object): unknown {
  return 'example' in holder ? holder.example : undefined;
}

/** `approvedNetworks` and `ip_addresses` to `approved-networks` and `ip-addresses`. */
export function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

export function compact(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
