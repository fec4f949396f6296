/**
 * Reads the client's credentials from a token request: from parameters, as the vendor documents, or from HTTP
 * Basic (F).
 *
 * @module
 */

export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
  readonly isBasic: boolean;
  /** The decoded values, if the parts of HTTP Basic were form-encoded. */
  readonly decoded?: { readonly id: string; readonly secret: string };
}

/** Returns undefined if the request names no client. HTTP Basic takes precedence over parameters. */
export function readCredentials(
  authorization: string | undefined,
  parameters: URLSearchParams,
): ClientCredentials | undefined {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) {
    const id = parameters.get('client_id');
    return id === null ? undefined : { id, secret: parameters.get('client_secret') ?? '', isBasic: false };
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [id, secret] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const decoded = { id: formDecoded(id), secret: formDecoded(secret) };
  const isEncoded = decoded.id !== id || decoded.secret !== secret;
  return { id, secret, isBasic: true, ...(isEncoded && { decoded }) };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
