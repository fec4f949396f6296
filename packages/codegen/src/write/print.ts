/**
 * Lays generated text out with TypeScript's own printer, for people who look into it. It needs no settings, and is quick.
 *
 * @module
 */
import ts from 'typescript';

export function printed(text: string): string {
  const file = ts.createSourceFile('generated.ts', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  return ts.createPrinter({ newLine: ts.NewLineKind.LineFeed }).printFile(file);
}
