/**
 * Finds the line of a value by its JSON pointer. Only errors need it, so it parses the text again each time.
 *
 * @module
 */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { MAX_YAML_BYTES } from './limits.ts';

/**
 * The line of the value or of its nearest parent, counted from 1; `undefined` if finding it would take too
 * long.
 */
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
    return undefined; // Nested too deeply.
  }
}

/** The position of a value in an object is that of its key. */
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
