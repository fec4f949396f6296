/**
 * Converts an operation that this SDK does not know: their types, in our form.
 *
 * @module
 */
import type { Content, Operation, OperationEntry } from '../document/openapi-document.ts';
import { plainParameter } from './merge-operation.ts';
import type { Models } from './models.ts';

export function newOperation(entry: OperationEntry, operationId: string, models: Models): Operation {
  const { operation, method, path, success, parameters } = entry;
  const call = `${method.toUpperCase()} ${path}`;
  const body = operation.requestBody;
  const content = plainContent(success.response.content, models);
  const { content: _content, ...rest } = success.response;
  return {
    operationId,
    tags: [operationId.split('.')[0] ?? ''],
    summary: words(operation.summary) ?? call,
    description: `${words(operation.description) ?? call}. This SDK does not know this operation; its types come from the Center's own description.`,
    'x-cloudlink-new': true,
    'x-cloudlink-permissions': [],
    'x-cloudlink-repeatable': false,
    parameters: parameters
      .filter((parameter) => parameter.in === 'path' || parameter.in === 'query')
      .map((parameter) => plainParameter(parameter, models)),
    ...(body !== undefined && {
      requestBody: { required: body.required ?? true, content: plainContent(body.content, models) ?? {} },
    }),
    responses: { [success.status]: content === undefined ? rest : { ...rest, content } },
  };
}

/** The text as one line without a full stop. */
function words(text: string | undefined): string | undefined {
  const line = text?.replaceAll(/\s+/g, ' ').trim().replace(/\.+$/, '');
  return line === '' ? undefined : line;
}

function plainContent(content: Content | undefined, models: Models): Content | undefined {
  const [first] = Object.entries(content ?? {});
  return first === undefined
    ? undefined
    : { [first[0]]: { schema: models.inOurWords(first[1].schema ?? {}) } };
}
