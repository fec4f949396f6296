/**
 * Fetches the description of a live Center, with the sign-in and TLS options of `@cloudlink-center/client`,
 * which must be installed next to this package. Tries the likely places in order, and reports the answer of
 * each.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { CenterOptions } from './center-options.ts';
import { isRecord } from '../document/json.ts';
import { CodegenError } from '../errors.ts';
import { describe, type Description } from '../read/read-description.ts';
import { LIKELY_PLACES } from './likely-places.ts';

/**
 * @throws CodegenError `not_found`, which lists the places and explains how to save the description by hand;
 *   `usage`; `unreadable`.
 */
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

const BY_HAND = `Save it by hand: enable the Center's API pages (restDocumentation.update with { accessible: true }), open them in a browser, find
the JSON document that they load in the network tools, save it, and pass the file with --from.`;

type Answer =
  { readonly body: object; readonly problem?: never } | { readonly body?: never; readonly problem: string };
type Connection = { ask(path: string): Promise<Answer>; close(): Promise<void> };

async function connect(baseUrl: string, options: CenterOptions): Promise<Connection> {
  const { clientCredentials, createCloudLink, isCloudLinkError } = await loadClient();
  const { clientId, clientSecret } = options;
  if (clientId === undefined || clientSecret === undefined) {
    const message = 'A Center needs a sign-in: give --client-id, and the secret in CLOUDLINK_CLIENT_SECRET.';
    throw new CodegenError('usage', message, { source: baseUrl });
  }
  const tls = {
    ...(options.ca !== undefined && { ca: readCa(options.ca) }),
    ...(options.fingerprint !== undefined && { fingerprint256: options.fingerprint }),
  };
  const center = createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }), tls });
  // The types allow only the paths of the specification; the client sends any path.
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
    const message = 'Install @cloudlink-center/client next to this package: it signs in to the Center.';
    throw new CodegenError('usage', message, { cause: error });
  }
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CodegenError('usage', 'The CA file cannot be read.', {
      source: path,
      cause: error,
    });
  }
}
