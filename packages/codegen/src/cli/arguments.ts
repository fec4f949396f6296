/**
 * The arguments of the command.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { CodegenError } from '../errors.ts';
import type { CenterOptions } from '../live/center-options.ts';

export const USAGE = `Generates types and methods for your own CloudLink Center, and compares two versions of its API.

  cloudlink-codegen generate --from <input> --out <folder>
  cloudlink-codegen diff <old input> <new input> [--format text|markdown|json] [--changeset <file>]

An input is a file (OpenAPI 3.0 or 3.1, Swagger 2.0; JSON or YAML), its https address, the address of a live
Center such as https://clc.example.com, or "sdk" for the specification of this SDK.

For a live Center:
  --client-id <id>        or CLOUDLINK_CLIENT_ID; the secret comes from CLOUDLINK_CLIENT_SECRET
  --ca <file>             the CA of its certificate
  --fingerprint <sha256>  or the SHA-256 fingerprint of its certificate

Exit codes of diff: 0 no differences, 1 compatible differences, 2 breaking differences, 3 could not compare.`;

export type Command =
  | { readonly name: 'help' | 'version' }
  | { readonly name: 'generate'; readonly from: string; readonly out: string; readonly center: CenterOptions }
  | {
      readonly name: 'diff';
      readonly from: readonly [string, string];
      readonly format: DiffFormat;
      readonly changeset: string | undefined;
      readonly center: CenterOptions;
    };

export type DiffFormat = 'text' | 'markdown' | 'json';
const FORMATS: readonly DiffFormat[] = ['text', 'markdown', 'json'];

/** @throws CodegenError `usage`. */
export function parseCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parse(args);
  if (values.version) return { name: 'version' };
  const [name, ...rest] = positionals;
  if (values.help || name === undefined) return { name: 'help' };
  const center: CenterOptions = {
    clientId: values['client-id'] ?? environment['CLOUDLINK_CLIENT_ID'],
    clientSecret: environment['CLOUDLINK_CLIENT_SECRET'],
    ca: values.ca,
    fingerprint: values.fingerprint,
  };
  if (name === 'generate') {
    const { from, out } = values;
    if (from === undefined || out === undefined || rest.length > 0)
      throw new CodegenError('usage', 'generate needs --from <input> and --out <folder>.');
    return { name, from, out, center };
  }
  if (name === 'diff') {
    const [before, after, ...more] = rest;
    if (before === undefined || after === undefined || more.length > 0)
      throw new CodegenError('usage', 'diff needs two inputs: the old and the new description.');
    const format = FORMATS.find((one) => one === (values.format ?? 'text'));
    if (format === undefined)
      throw new CodegenError('usage', `--format must be one of ${FORMATS.join(', ')}.`);
    return { name, from: [before, after], format, changeset: values.changeset, center };
  }
  throw new CodegenError('usage', `There is no command "${name}": use generate or diff.`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        out: { type: 'string' },
        format: { type: 'string' },
        changeset: { type: 'string' },
        'client-id': { type: 'string' },
        ca: { type: 'string' },
        fingerprint: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new CodegenError('usage', error instanceof Error ? error.message : 'The options cannot be read.');
  }
}
