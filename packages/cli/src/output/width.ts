/**
 * Measures the width of text on a terminal. `string-width` handles all scripts, but loads slowly, so it is
 * loaded only for text that is not ASCII.
 *
 * @module
 */

export interface Ruler {
  width(text: string): number;
  /** Truncates text to `width`, with an ellipsis at the end. */
  cut(text: string, width: number): string;
}

const ASCII: Ruler = {
  width: (text) => text.length,
  cut: (text, width) => (text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`),
};

/** The ruler for a table with these texts. */
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
