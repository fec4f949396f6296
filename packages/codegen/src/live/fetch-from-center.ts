/**
 * Asks a live Center for its own description, with the sign-in and the TLS options of `@cloudlink-center/client`, which has to
 * be installed beside this package. The likely places are tried in order, and what each answered is told.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { CenterOptions } from './center-options.ts';
import { isRecord } from '../document/json.ts';
import { CodegenError } from '../errors.ts';
import { describe, type Description } from '../read/read-description.ts';
import { LIKELY_PLACES } from './likely-places.ts';

/** @throws CodegenError `not_found` with what was tried and how to save the description by hand; `usage`; `unreadable`. */
export async function fetchFromCenter(
  baseUrl: string,
  options: CenterOptions,
  say: (line: string) => void,
): Promise<Description> {
  const get = await connect(baseUrl, options);
  const tried: string[] = [];
  try {
    for (const { path, why } of LIKELY_PLACES) {
      const answer = await get.ask(path);
      const address = `/cloudlink/rest${path}`;
      if (answer.body !== undefined) {
        say(`${address}: a description (a likely place: ${why})`);
        const text = JSON.stringify(answer.body, undefined, 2);
        return await describe({ text, location: `${baseUrl.replace(/\/$/, '')}${address}` });
      }
      tried.push(`  ${address}: ${answer.problem}`);
      say(`${address}: ${answer.problem}`);
    }
  } finally {
    await get.close();
  }
  throw new CodegenError(
    'not_found',
    `No description was found there. Tried:\n${tried.join('\n')}\n${BY_HAND}`,
    {
      source: baseUrl,
    },
  );
}

const BY_HAND = `Save it by hand: show the Center's API pages (restDocumentation.update with { accessible: true }), open them in a browser, look in
the network tools for the JSON document that they load, save it, and give the file with --from.`;

type Answer =
  { readonly body: object; readonly problem?: never } | { readonly body?: never; readonly problem: string };
type Connection = { ask(path: string): Promise<Answer>; close(): Promise<void> };

async function connect(baseUrl: string, options: CenterOptions): Promise<Connection> {
  const { clientCredentials, createCloudLink, isCloudLinkError } = await loadClient();
  const { clientId, clientSecret } = options;
  if (clientId === undefined || clientSecret === undefined) {
    const message =
      'A Center asks for a sign-in: give --client-id, and the secret in CLOUDLINK_CLIENT_SECRET.';
    throw new CodegenError('usage', message, { source: baseUrl });
  }
  const tls = {
    ...(options.ca !== undefined && { ca: readCa(options.ca) }),
    ...(options.fingerprint !== undefined && { fingerprint256: options.fingerprint }),
  };
  const center = createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }), tls });
  // The types know the paths of the specification only; the client takes any.
  const get = center.GET as (
    path: string,
  ) => Promise<{ data?: unknown; error?: Error & { status?: number } }>;
  return {
    close: () => center.close(),
    async ask(path) {
      try {
        const { data, error } = await get(path);
        if (error !== undefined) return { problem: `status ${String(error.status ?? '?')}` };
        return isRecord(data) && ('swagger' in data || 'openapi' in data)
          ? { body: data }
          : { problem: 'no description' };
      } catch (error) {
        if (!isCloudLinkError(error)) throw error;
        if (error.status !== undefined) return { problem: `status ${String(error.status)}, and no JSON` };
        throw new CodegenError('unreadable', error.message, { source: baseUrl, cause: error });
      }
    },
  };
}

async function loadClient(): Promise<typeof import('@cloudlink-center/client')> {
  try {
    return await import('@cloudlink-center/client');
  } catch (error) {
    const message = 'Install @cloudlink-center/client beside this package: it signs in to the Center.';
    throw new CodegenError('usage', message, { cause: error });
  }
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CodegenError('usage', 'The file of the certificate authority cannot be read.', {
      source: path,
      cause: error,
    });
  }
}
