/**
 * Updates an operation of ours to match theirs. Id, texts, permissions, repeat-safety and examples stay ours;
 * parameters, body and response follow theirs where they differ.
 *
 * @module
 */
import type { Content, OperationEntry, Operation, Parameter, Schema } from '../document/openapi-document.ts';
import type { TellChange } from './changes.ts';
import type { Models } from './models.ts';

const MULTIPART = 'multipart/form-data';

/** @returns The operation, including the parameters of its path. */
export function mergeOperation(
  own: OperationEntry,
  other: OperationEntry,
  models: Models,
  tellOf: TellChange,
): Operation {
  const id = own.operation.operationId;
  const tell = (kind: 'new' | 'gone' | 'changed', what: string): void => tellOf(kind, id, what);
  const merged: Operation = { ...own.operation, parameters: mergeParameters(own, other, models, tell) };
  const body = mergeContent(
    own.operation.requestBody?.content,
    other.operation.requestBody?.content,
    'body',
    models,
    tell,
  );
  if (body === undefined) delete merged.requestBody;
  else merged.requestBody = { required: true, ...own.operation.requestBody, content: body };
  const { status, response } = own.success;
  const content = mergeContent(response.content, other.success.response.content, 'answer', models, tell);
  const { content: _content, ...rest } = response;
  merged.responses = {
    ...own.operation.responses,
    [status]: content === undefined ? rest : { ...rest, content },
  };
  return merged;
}

type Tell = (kind: 'new' | 'gone' | 'changed', what: string) => void;

function mergeParameters(
  own: OperationEntry,
  other: OperationEntry,
  models: Models,
  tell: Tell,
): Parameter[] {
  const theirs = new Map(other.parameters.filter(isQuery).map((parameter) => [parameter.name, parameter]));
  const kept = own.parameters.flatMap((parameter) => {
    if (parameter.in !== 'query') return [parameter];
    const match = theirs.get(parameter.name);
    theirs.delete(parameter.name);
    if (match === undefined) {
      tell('gone', `takes no parameter ${parameter.name}`);
      return [];
    }
    return [mergeParameter(parameter, match, models, tell)];
  });
  for (const [name, { required }] of theirs)
    tell('new', `takes the ${required === true ? 'required ' : ''}parameter ${name}`);
  return [...kept, ...[...theirs.values()].map((parameter) => plainParameter(parameter, models))];
}

function isQuery(parameter: Parameter): boolean {
  return parameter.in === 'query';
}

export function plainParameter(parameter: Parameter, models: Models): Parameter {
  return { ...parameter, schema: models.inOurWords(parameter.schema ?? {}) };
}

function mergeParameter(own: Parameter, other: Parameter, models: Models, tell: Tell): Parameter {
  const merged: Parameter = { ...own };
  const [wasRequired, isRequired] = [own.required === true, other.required === true];
  if (wasRequired !== isRequired) {
    tell('changed', `the parameter ${own.name} is ${isRequired ? 'required' : 'optional'}`);
    merged.required = isRequired;
  }
  if (!models.isSame(own.schema ?? {}, other.schema ?? {})) {
    tell('changed', `the type of the parameter ${own.name} changed`);
    merged.schema = models.inOurWords(other.schema ?? {});
  }
  return merged;
}

function mergeContent(
  own: Content | undefined,
  other: Content | undefined,
  what: 'body' | 'answer',
  models: Models,
  tell: Tell,
): Content | undefined {
  const [ownType, ownMedia] = Object.entries(own ?? {})[0] ?? [];
  const [otherType, otherMedia] = Object.entries(other ?? {})[0] ?? [];
  if (ownType === undefined) {
    if (otherType === undefined || (what === 'answer' && isEmptyObject(otherMedia?.schema))) return undefined;
    tell('new', `has ${what === 'body' ? 'a body' : 'an answer'}`);
    return { [otherType]: { schema: models.inOurWords(otherMedia?.schema ?? {}) } };
  }
  // Descriptions of appliances do not mention file responses.
  if (otherType === undefined) {
    if (what === 'answer' && ownType === 'application/octet-stream') return own;
    tell('gone', `has no ${what}`);
    return undefined;
  }
  if (ownType === MULTIPART && otherType === MULTIPART)
    return {
      [MULTIPART]: {
        ...ownMedia,
        schema: mergeParts(ownMedia?.schema ?? {}, otherMedia?.schema ?? {}, tell),
      },
    };
  if (ownType === 'application/octet-stream') return own;
  if (models.isSame(ownMedia?.schema ?? {}, otherMedia?.schema ?? {})) return own;
  tell('changed', `the type of the ${what} changed`);
  return { [otherType]: { schema: models.inOurWords(otherMedia?.schema ?? {}) } };
}

function isEmptyObject(schema: Schema | undefined): boolean {
  return (
    schema === undefined ||
    (schema.$ref === undefined && schema.properties === undefined && schema.items === undefined)
  );
}

function mergeParts(own: Schema, other: Schema, tell: Tell): Schema {
  const properties: Record<string, Schema> = {};
  for (const [name, schema] of Object.entries(own.properties ?? {})) {
    if (other.properties?.[name] === undefined) tell('gone', `takes no part ${name}`);
    else properties[name] = schema;
  }
  for (const [name, schema] of Object.entries(other.properties ?? {})) {
    if (name in properties || own.properties?.[name] !== undefined) continue;
    tell('new', `takes the part ${name}`);
    properties[name] = schema;
  }
  const required = [...(own.required ?? []), ...(other.required ?? [])].filter((name) => name in properties);
  return { ...own, properties, required: [...new Set(required)] };
}
