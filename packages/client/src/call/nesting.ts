/**
 * Limits the nesting of JSON. Parsers accept any depth, but code that walks the result overflows the stack.
 *
 * @module
 */

const DEEPEST = 1000;
/**
 * Only a run of closing brackets makes a text worth measuring, which takes half as long as parsing. The
 * lookbehind keeps the search linear, because no run is visited twice.
 */
const SUSPICIOUS = /(?<![\]}]\s{0,2})(?:[\]}]\s{0,2}){64}/;
const QUOTE = 34;
const BACKSLASH = 92;

export function isNestedTooDeep(text: string): boolean {
  if (text.length < 2 * DEEPEST || !SUSPICIOUS.test(text)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Index of the end of the string that begins at `start`, or of the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}
