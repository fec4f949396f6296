/**
 * Reads the input of a call, with the tolerances of the appliance.
 *
 * @module
 */
import type { Asked } from './http/asked.ts';
import { BodyProblem, readText } from './http/body.ts';
import { firstJsonValue } from './http/json-body.ts';
import type { Operation } from './internal/openapi.ts';
import { tolerantValue } from './internal/tolerant.ts';
import type { Tolerate } from './tolerances.ts';

/** Notes query parameters that the operation lacks. */
export function tolerateQuery(
  { parameters }: Operation,
  query: Readonly<Record<string, string>>,
  tolerate: Tolerate,
): void {
  for (const name of Object.keys(query)) {
    const isKnown =
      name === 'access_token' || parameters.some((one) => one.in === 'query' && one.name === name);
    if (!isKnown) tolerate('unknown-query', name);
  }
}

/**
 * Reads the JSON of a body, and converts it to its schema as the appliance does.
 *
 * @throws {@link BodyProblem} if there is no JSON, or the body is too long.
 */
export async function readJson(
  operation: Operation,
  { message }: Asked,
  tolerate: Tolerate,
): Promise<unknown> {
  const text = await readText(message);
  if (!message.headers['content-type']?.includes('json')) tolerate('no-json-type');
  try {
    const { value, hasMore } = firstJsonValue(text);
    if (hasMore) tolerate('text-after-json');
    const elsewhere = operation.operationId === 'licenses.assign' ? dateElsewhere(value, tolerate) : value;
    return tolerantValue(operation.requestBody?.content['application/json']?.schema, elsewhere, tolerate);
  } catch (error) {
    throw new BodyProblem(
      400,
      `the body is not JSON: ${error instanceof Error ? error.message.slice(0, 100) : ''}`,
    );
  }
}

/** Scripts of 2016 sent the date of an assignment as `address` (S). */
function dateElsewhere(value: unknown, tolerate: Tolerate): unknown {
  if (typeof value !== 'object' || value === null || !('address' in value) || 'start_date' in value)
    return value;
  tolerate('date-elsewhere');
  const { address } = value;
  return Number.isNaN(Date.parse(String(address)))
    ? {}
    : { start_date: new Date(String(address)).toISOString() };
}
