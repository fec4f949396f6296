/**
 * Serves a description of the emulated Center, such as that of a newer version, for tools that read one. Off
 * by default, since the vendor does not publish where an appliance serves its description.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import type { Guesses } from './guesses.ts';
import type { Answer } from './http/answer.ts';
import type { Asked } from './http/asked.ts';
import { isRecord } from './internal/own.ts';

/** Serves the description. Returns undefined for other requests. */
export type ShowDescription = (asked: Asked) => Answer | undefined;

const REST = '/cloudlink/rest';

/**
 * @param wanted - A JSON file, or its content. Without it, no description is served.
 * @throws TypeError if it is not a Swagger 2.0 or OpenAPI document.
 */
export async function describer(
  wanted: string | object | undefined,
  { descriptionPath }: Guesses,
): Promise<ShowDescription> {
  if (wanted === undefined) return () => undefined;
  const body = typeof wanted === 'string' ? await readText(wanted) : JSON.stringify(wanted);
  checkDescription(body, typeof wanted === 'string' ? wanted : 'description');
  const answer: Answer = {
    status: 200,
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body,
  };
  return ({ method, path }) => (method === 'GET' && path === REST + descriptionPath ? answer : undefined);
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TypeError(`description: "${path}" cannot be read.`, { cause });
  });
}

function checkDescription(text: string, name: string): void {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`${name} is not JSON.`, { cause });
  }
  if (!isRecord(content) || !('swagger' in content || 'openapi' in content))
    throw new TypeError(`${name} is not a description: it has neither swagger nor openapi.`);
}
