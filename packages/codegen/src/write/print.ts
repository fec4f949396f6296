/**
 * Formats generated code with TypeScript's own printer, which is fast and needs no settings.
 *
 * @module
 */
import ts from 'typescript';

export function printed(text: string): string {
  const file = ts.createSourceFile('generated.ts', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  return ts.createPrinter({ newLine: ts.NewLineKind.LineFeed }).printFile(file);
}
