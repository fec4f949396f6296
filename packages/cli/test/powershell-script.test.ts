/**
 * The completion script for PowerShell, read by a parser: neither Debian nor the npm registry has a
 * PowerShell that could run it.
 */
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { run } from '@cloudlink-center/testing/command-line';

/** What this test reads of tree-sitter's nodes; the package declares its types under another name. */
interface Node {
  readonly text: string;
  readonly hasError: boolean;
  readonly childForFieldName: (name: string) => Node | null;
  readonly descendantsOfType: (type: string | string[]) => readonly Node[];
}
interface TreeSitter {
  readonly Parser: {
    new (): { setLanguage(language: object): void; parse(text: string): { readonly rootNode: Node } };
    init(): Promise<void>;
  };
  readonly Language: { load(file: string): Promise<object> };
}

const require = createRequire(import.meta.url);
let parse: (text: string) => Node;
let script: string;

beforeAll(async () => {
  // The classes of web-tree-sitter, of which the interface above is a part.
  const { Parser, Language } = require('@vscode/tree-sitter-wasm') as TreeSitter;
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm')),
  );
  parse = (text) => parser.parse(text).rootNode;
  script = (await run(['completion', 'powershell'])).stdout;
});

test('the script is valid PowerShell', () => {
  expect(parse(script).hasError).toBe(false);
  // What the parser would say of a script that lost its last brace.
  expect(parse(script.slice(0, script.lastIndexOf('}'))).hasError).toBe(true);
});

test('it registers a completer for cloudlink, with the parameters that PowerShell gives one', () => {
  const root = parse(script);
  const registrations = root
    .descendantsOfType('command')
    .filter((node) => node.childForFieldName('command_name')?.text === 'Register-ArgumentCompleter');
  expect(registrations.map(({ text }) => text)).toEqual([
    "Register-ArgumentCompleter -CommandName 'cloudlink' -ScriptBlock $__cloudlinkCompleterBlock",
  ]);
  const block = root
    .descendantsOfType('assignment_expression')
    .find(({ text }) => text.startsWith('[scriptblock]$__cloudlinkCompleterBlock ='));
  expect(block?.descendantsOfType('script_parameter').map(({ text }) => text)).toEqual([
    '$WordToComplete',
    '$CommandAst',
    '$CursorPosition',
  ]);
});

test('it asks the command that the other shells ask', () => {
  const asked = parse(script)
    .descendantsOfType('expandable_string_literal')
    .filter(({ text }) => text.startsWith('"&'));
  expect(asked.map(({ text }) => text)).toEqual([`"& cloudlink complete '--' $QuotedArgs"`]);
});
