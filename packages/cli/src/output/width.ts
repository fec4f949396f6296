/**
 * Columns that a text takes on a terminal. `string-width` knows all scripts, and takes longer to load than everything else of a table, so
 * it is loaded only for texts that are not ASCII.
 *
 * @module
 */

export interface Ruler {
  width(text: string): number;
  /** Not wider than `width`; what is cut ends with an ellipsis. */
  cut(text: string, width: number): string;
}

const ASCII: Ruler = {
  width: (text) => text.length,
  cut: (text, width) => (text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`),
};

/** For a table that holds these texts. */
export async function rulerFor(texts: readonly string[]): Promise<Ruler> {
  if (texts.every((text) => /^[\x20-\x7e]*$/.test(text))) return ASCII;
  const { default: stringWidth } = await import('string-width');
  const segmenter = new Intl.Segmenter();
  return {
    width: (text) => stringWidth(text),
    cut(text, width) {
      if (stringWidth(text) <= width) return text;
      let short = '';
      for (const { segment } of segmenter.segment(text)) {
        if (stringWidth(short + segment) > width - 1) break;
        short += segment;
      }
      return `${short}…`;
    },
  };
}
