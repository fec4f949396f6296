/**
 * Finds the line of a value in a text by its JSON pointer. Only errors need it, so it reads the text again for each.
 *
 * @module
 */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { MAX_YAML_BYTES } from './limits.ts';

/** The line, counted from 1, of the value or of the nearest one around it; `undefined` when finding it would take too long. */
export function lineOf(text: string, pointer: string): number | undefined {
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) return undefined;
  const lineCounter = new LineCounter();
  try {
    const { contents } = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
    const keys = pointer.split('/').slice(1);
    const offset = offsetOf(
      contents,
      keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
    );
    return offset === undefined ? undefined : lineCounter.linePos(offset).line;
  } catch {
    return undefined; // Nested too deeply to be read.
  }
}

/** A value in an object stands where its key stands. */
function offsetOf(root: Node | null, path: readonly string[]): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
      if (pair === undefined) break;
      offset = isScalar(pair.key) ? pair.key.range?.[0] : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (item === undefined) break;
      node = item;
      offset = rangeOf(item) ?? offset;
    } else break;
  }
  return offset;
}

function rangeOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}
