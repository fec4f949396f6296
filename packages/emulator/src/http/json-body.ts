/**
 * Parses JSON as Jackson does, which the appliance appears to use: the first value of a text, ignoring the
 * rest.
 *
 * @module
 */

/** Deeper bodies are refused, so that recursion cannot overflow the stack. */
const DEEPEST = 100;

/** @throws SyntaxError if the text does not start with a JSON value. */
export function firstJsonValue(text: string): { value: unknown; hasMore: boolean } {
  const end = endOfFirstValue(text);
  try {
    return { value: JSON.parse(text), hasMore: false };
  } catch (error) {
    if (end === undefined) throw error;
    return { value: JSON.parse(text.slice(0, end)), hasMore: text.slice(end).trim() !== '' };
  }
}

/** The end of the object or array at the start, if there is one. */
function endOfFirstValue(text: string): number | undefined {
  let depth = 0;
  let isString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isString) {
      if (character === '\\') index += 1;
      else if (character === '"') isString = false;
      continue;
    }
    if (character === '"') isString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else continue;
    if (depth > DEEPEST) throw new SyntaxError(`it is nested more than ${DEEPEST} levels deep`);
    if (depth <= 0 && !isString) return index + 1;
  }
  return undefined;
}
