/**
 * Keeps states on disk, in Node's own SQLite. Each change is one transaction, which is written before the
 * response. Only changed parts of the state are written, and long lists in pages.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { State } from './store.ts';

export interface Data {
  /** Returns undefined if nothing was saved yet. */
  load(node: number): State | undefined;
  /** @throws Error that describes the problem with the disk. */
  save(node: number, state: State): void;
  close(): void;
}

const PAGE = 100;
const FORMAT = 1;
const PAGED: ReadonlySet<string> = new Set(['machines', 'actions', 'events', 'securityEvents']);

export function openData(folder: string): Data {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'emulator.sqlite');
  const database = openDatabase(file);
  // The write-ahead log survives a kill of the process, and rolls back incomplete writes.
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS part (node INTEGER, name TEXT, page INTEGER, json TEXT NOT NULL, PRIMARY KEY (node, name, page));`);
  const version = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version.user_version > FORMAT) throw new TypeError(`${file} was written by a newer emulator.`);
  database.exec(`PRAGMA user_version = ${FORMAT}`);
  const select = database.prepare('SELECT name, page, json FROM part WHERE node = ? ORDER BY name, page');
  const insert = database.prepare('INSERT OR REPLACE INTO part (node, name, page, json) VALUES (?, ?, ?, ?)');
  const trim = database.prepare('DELETE FROM part WHERE node = ? AND name = ? AND page >= ?');
  /** Digests of the saved pages by node, name and page, and the number of pages. */
  const written = new Map<string, string>();
  const pageCounts = new Map<string, number>();

  function write(node: number, state: State): void {
    for (const [name, value] of Object.entries(state)) {
      const pages = pagesOf(name, value);
      const key = `${node}/${name}`;
      for (const [page, json] of pages.entries()) {
        const digest = digestOf(json);
        if (written.get(`${key}/${page}`) === digest) continue;
        insert.run(node, name, page, json);
        written.set(`${key}/${page}`, digest);
      }
      if (pages.length < (pageCounts.get(key) ?? 0)) {
        trim.run(node, name, pages.length);
        for (let page = pages.length; page < (pageCounts.get(key) ?? 0); page += 1)
          written.delete(`${key}/${page}`);
      }
      pageCounts.set(key, pages.length);
    }
  }

  return {
    load(node) {
      const rows = select.all(node) as { name: string; page: number; json: string }[];
      if (rows.length === 0) return undefined;
      const state: Record<string, unknown> = {};
      for (const { name, page, json } of rows) {
        const value: unknown = JSON.parse(json);
        const present = state[name];
        state[name] =
          Array.isArray(present) && Array.isArray(value)
            ? [...(present as unknown[]), ...(value as unknown[])]
            : value;
        written.set(`${node}/${name}/${page}`, digestOf(json));
        pageCounts.set(`${node}/${name}`, page + 1);
      }
      // `save` wrote it. A missing part keeps its initial value.
      return state as unknown as State;
    },
    save(node, state) {
      try {
        database.exec('BEGIN IMMEDIATE');
        write(node, state);
        database.exec('COMMIT');
      } catch (cause) {
        rollBack(database);
        // Everything that was not committed has to be written again.
        written.clear();
        throw new Error(
          `The state cannot be saved in ${folder}: ${cause instanceof Error ? cause.message : String(cause)}.`,
          { cause },
        );
      }
    },
    close: () => database.close(),
  };
}

/** Suppresses Node's warning that the module is experimental, which does not concern users of the emulator. */
function openDatabase(file: string): DatabaseSync {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    // Loaded synchronously, so that the warning is not emitted later.
    const sqlite = createRequire(import.meta.url)('node:sqlite') as typeof import('node:sqlite');
    return new sqlite.DatabaseSync(file);
  } finally {
    process.emitWarning = emitWarning;
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has already rolled back.
  }
}

function pagesOf(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (!PAGED.has(name) || !Array.isArray(value)) return [JSON.stringify(value)];
  const pages: string[] = [];
  for (let start = 0; start < value.length; start += PAGE)
    pages.push(JSON.stringify(value.slice(start, start + PAGE)));
  return pages.length === 0 ? ['[]'] : pages;
}

function digestOf(json: string): string {
  return json.length < 40 ? json : createHash('sha1').update(json).digest('base64');
}
