/**
 * How deep JSON is nested. Parsers take any depth, but nothing that walks through the result does.
 *
 * @module
 */

const DEEPEST = 1000;
/**
 * Only a run of closing brackets makes an answer worth measuring, which takes half as long as parsing. What stands before a run keeps the
 * search linear: no run is looked at twice.
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

/** Where the string that begins at `start` ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}
