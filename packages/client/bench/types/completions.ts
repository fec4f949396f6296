/**
 * How long an editor waits for completions: the first time, when the program is read but nothing of it
 * checked, and after an edit. TypeScript 5.9 is asked through tsserver, TypeScript 7 through its language
 * server.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Message, readMessages } from './message-stream.ts';
import { COMPILERS, type CompilerName, type Program } from './workspace.ts';

export type CompletionTimes = {
  /** Milliseconds. */
  readonly first: number;
  readonly afterEdit: number;
  readonly entries: number;
};

type Editor = {
  open(file: string, text: string): Promise<void>;
  complete(file: string, line: number, column: number): Promise<number>;
  insertLine(file: string, text: string): Promise<void>;
  close(): void;
};

export async function measureCompletions(
  compiler: CompilerName,
  { full, variant }: Program,
): Promise<CompletionTimes> {
  const file = join(full, 'calls.ts');
  const { line, at } = variant.completion;
  const text = `${readFileSync(file, 'utf8')}export async function wanted() {\n  Math.abs(1);\n  ${line}\n}\n`;
  const row = text.split('\n').findIndex((one) => one.includes(line));
  const column = 2 + line.indexOf(at) + at.length;
  const editor = compiler === 'TypeScript 5.9' ? startTsserver() : await startLanguageServer(full);
  try {
    await editor.open(file, text);
    await editor.complete(file, row - 1, '  Math.'.length);
    const asked = performance.now();
    const entries = await editor.complete(file, row, column);
    const first = performance.now() - asked;
    await editor.insertLine(file, '// An edit.\n');
    const edited = performance.now();
    await editor.complete(file, row + 1, column);
    return { first, afterEdit: performance.now() - edited, entries };
  } finally {
    editor.close();
  }
}

function startTsserver(): Editor {
  const server = join(dirname(COMPILERS['TypeScript 5.9']), 'tsserver');
  const child = spawn(process.execPath, [server, '--disableAutomaticTypingAcquisition'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = answersOf(child);
  let seq = 0;
  const send = (command: string, args: object): number => {
    seq += 1;
    child.stdin?.write(`${JSON.stringify({ seq, type: 'request', command, arguments: args })}\n`);
    return seq;
  };
  return {
    open: async (file, fileContent) => void send('open', { file, fileContent }),
    async complete(file, line, column) {
      const args = { file, line: line + 1, offset: column + 1 };
      const { body } = await waiting(send('completionInfo', args));
      return entriesIn(body, 'entries');
    },
    insertLine: async (file, insertString) =>
      void send('change', { file, line: 1, offset: 1, endLine: 1, endOffset: 1, insertString }),
    close: () => void child.kill(),
  };
}

async function startLanguageServer(root: string): Promise<Editor> {
  const child = spawn(process.execPath, [COMPILERS['TypeScript 7'], '--lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // What the server asks of an editor may be answered with nothing.
  const waiting = answersOf(child, ({ id: asked }) => write({ id: asked, result: null }));
  let id = 0;
  let version = 1;
  const write = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin?.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`);
  };
  const request = async (method: string, params: object): Promise<Message> => {
    id += 1;
    write({ id, method, params });
    return waiting(id);
  };
  await request('initialize', { processId: process.pid, rootUri: document(root).uri, capabilities: {} });
  write({ method: 'initialized', params: {} });
  return {
    open: async (file, text) =>
      write({
        method: 'textDocument/didOpen',
        params: { textDocument: { ...document(file), languageId: 'typescript', version, text } },
      }),
    async complete(file, line, character) {
      const params = { textDocument: document(file), position: { line, character } };
      const { result } = await request('textDocument/completion', params);
      return entriesIn(result, 'items');
    },
    async insertLine(file, text) {
      version += 1;
      const start = { line: 0, character: 0 };
      write({
        method: 'textDocument/didChange',
        params: {
          textDocument: { ...document(file), version },
          contentChanges: [{ range: { start, end: start }, text }],
        },
      });
    },
    close: () => void child.kill(),
  };
}

function document(file: string): { uri: string } {
  return { uri: pathToFileURL(file).href };
}

/** A function that waits for the answer to a numbered request. */
function answersOf(
  child: ChildProcess,
  onRequest?: (message: Message) => void,
): (id: number) => Promise<Message> {
  const waiting = new Map<number, { resolve: (message: Message) => void; reject: (error: Error) => void }>();
  if (child.stdout) {
    readMessages(child.stdout, (message) => {
      const id = message.request_seq ?? message.id;
      if (id === undefined) return;
      if (message.method === undefined) waiting.get(id)?.resolve(message);
      else onRequest?.(message);
    });
  }
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`The server ended with ${String(code)}.`));
  });
  return (id) => new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function entriesIn(result: unknown, name: string): number {
  const list: unknown = Array.isArray(result)
    ? result
    : typeof result === 'object' && result !== null
      ? Reflect.get(result, name)
      : undefined;
  if (!Array.isArray(list) || list.length === 0) throw new Error(`No completions: ${JSON.stringify(result)}`);
  return list.length;
}
