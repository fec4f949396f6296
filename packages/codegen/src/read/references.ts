/**
 * Bundles references to files in the folder of the input, or on its host, into one document. Refuses all
 * other references before it opens anything. Redocly does the bundling, with a resolver that reads only
 * through `read-source.ts`.
 *
 * @module
 */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { CodegenError, isCodegenError } from '../errors.ts';
import { isRecord, type JsonObject, pointerKey } from '../document/json.ts';
import { MAX_BYTES, MAX_FILES } from './limits.ts';
import { parseText, tooBig } from './parse-text.ts';
import { lineOf } from './positions.ts';
import { isAddress, readSource, type SourceOptions, type SourceText } from './read-source.ts';

/** @throws CodegenError `refused_reference`, or the error of reading a file. */
export async function bundleReferences(
  document: JsonObject,
  source: SourceText,
  options: SourceOptions,
): Promise<JsonObject> {
  const first = externalReferences(document)[0];
  if (first === undefined) return document;
  const files = new Map<string, JsonObject>([[source.location, document]]);
  await readAll(document, source, source, files, { bytes: 0 }, options);
  return bundle(source.location, files);
}

type Reference = { readonly target: string; readonly pointer: string };

function externalReferences(document: JsonObject): Reference[] {
  const found: Reference[] = [];
  const visit = (value: unknown, pointer: string): void => {
    if (Array.isArray(value)) value.forEach((item, index) => visit(item, `${pointer}/${String(index)}`));
    else if (isRecord(value)) {
      const target = value['$ref'];
      if (typeof target === 'string' && !target.startsWith('#'))
        found.push({ target, pointer: `${pointer}/$ref` });
      for (const [key, member] of Object.entries(value)) visit(member, `${pointer}/${pointerKey(key)}`);
    }
  };
  visit(document, '');
  return found;
}

/** Reads every reachable file first, so that a refused reference stops before anything is written. */
async function readAll(
  document: JsonObject,
  file: SourceText,
  root: SourceText,
  files: Map<string, JsonObject>,
  total: { bytes: number },
  options: SourceOptions,
): Promise<void> {
  for (const { target, pointer } of externalReferences(document)) {
    const location = permitted(target, pointer, file, root);
    if (files.has(location)) continue;
    if (files.size >= MAX_FILES)
      throw new CodegenError('too_big', `The input refers to more than ${String(MAX_FILES)} files.`, {
        source: root.location,
      });
    const next = await readPart(location, target, pointer, file, options);
    // A symbolic link may lead out of the folder.
    if (!isAddress(root.location) && leadsOut(next.location, root)) refuse(target, pointer, file, LEADS_OUT);
    total.bytes += Buffer.byteLength(next.text);
    if (total.bytes > MAX_BYTES) throw tooBig(root.location, MAX_BYTES);
    const part = parseText(next.text, next.location);
    files.set(location, part);
    await readAll(part, { ...next, location }, root, files, total, options);
  }
}

/** The error for a missing file names the place of the reference. */
async function readPart(
  location: string,
  target: string,
  pointer: string,
  { location: source, text }: SourceText,
  options: SourceOptions,
): Promise<SourceText> {
  try {
    return await readSource(location, options);
  } catch (error) {
    if (!isCodegenError(error) || error.code !== 'unreadable') throw error;
    const message = `The reference "${target.slice(0, 200)}" cannot be read.`;
    throw new CodegenError('unreadable', message, { source, line: lineOf(text, pointer), cause: error });
  }
}

const LEADS_OUT = "it leads out of the input's folder";

/** The target of a reference, if it is in the folder or on the host of the input. */
function permitted(target: string, pointer: string, file: SourceText, root: SourceText): string {
  const [path = ''] = target.split('#');
  if (isAddress(root.location)) {
    const url = URL.parse(path, file.location);
    if (url?.origin !== new URL(root.location).origin)
      return refuse(target, pointer, file, 'it leads to another host');
    return url.href;
  }
  if (/^[a-z][a-z\d+.-]+:/i.test(path) || path.startsWith('//'))
    return refuse(target, pointer, file, 'a file may refer to files in its own folder only');
  const location = resolve(dirname(file.location), decoded(path));
  return leadsOut(location, root) ? refuse(target, pointer, file, LEADS_OUT) : location;
}

function refuse(target: string, pointer: string, { location, text }: SourceText, why: string): never {
  const message = `The reference "${target.slice(0, 200)}" is refused: ${why}.`;
  throw new CodegenError('refused_reference', message, { source: location, line: lineOf(text, pointer) });
}

function leadsOut(location: string, root: SourceText): boolean {
  const path = relative(dirname(root.location), location);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Loads Redocly only when needed, since most inputs are one file. */
async function bundle(location: string, files: ReadonlyMap<string, JsonObject>): Promise<JsonObject> {
  const redocly = await import('@redocly/openapi-core');
  class ReadAlready extends redocly.BaseResolver {
    override async loadExternalRef(absoluteRef: string): Promise<InstanceType<typeof redocly.Source>> {
      const part = files.get(absoluteRef);
      if (part === undefined) throw new Error(`${absoluteRef} was not read.`);
      return new redocly.Source(absoluteRef, JSON.stringify(part), 'application/json');
    }
  }
  const { bundle: made, problems } = await redocly.bundle({
    ref: location,
    config: await redocly.createConfig({}),
    externalRefResolver: new ReadAlready(),
  });
  const [problem] = problems;
  if (problem !== undefined)
    throw new CodegenError('invalid', `The references cannot be resolved: ${problem.message}.`, {
      source: problem.location[0]?.source.absoluteRef ?? location,
    });
  return isRecord(made.parsed) ? made.parsed : {};
}
