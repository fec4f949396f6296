/**
 * Binds a token source to a node. Its token requests use the node's own transport, and so the same TLS
 * options. On Node they also avoid the global fetch, which would keep the URL with the secret in the
 * process's performance timeline.
 *
 * @module
 */
import { bindTokenSource, type TokenSource } from '@cloudlink-center/auth';
import { isBrokenOff } from '../errors/broken-off.ts';
import { isCloudLinkError } from '../errors/cloudlink-error.ts';
import { type Hooks, tell } from '../hooks/hooks.ts';
import { Timer } from '../resilience/timer.ts';
import { unreadResponseOf } from '../transport/answer.ts';
import type { Transport, WireRequest } from '../transport/transport.ts';
import { LocalFault } from './local-fault.ts';

/** Larger than any response to a sign-in or logout: the limit of the auth package itself. */
const MOST_BYTES = 65_536;

/**
 * @param onSecret - Receives the client secret of each token request, so that responses that quote it can be
 *   masked.
 */
export function bindToNode(
  source: TokenSource,
  origin: string,
  transport: Transport,
  hooks: Hooks,
  onSecret: (secret: string) => void,
): TokenSource {
  return bindTokenSource(source, {
    baseUrl: origin,
    async fetch(input, init) {
      const began = performance.now();
      let status: number | undefined;
      const timer = new Timer(Number.POSITIVE_INFINITY, init?.signal ?? undefined);
      try {
        const request = await wireRequest(new Request(input, init), timer);
        onSecret(secretOf(request));
        const answer = await transport.send(request);
        status = answer.status;
        return unreadResponseOf(answer);
      } catch (error) {
        throw isFailureOfTransport(error, timer) ? error : new LocalFault(error);
      } finally {
        timer.stop();
        tell(hooks, 'onToken', {
          node: origin,
          duration: performance.now() - began,
          ...(status !== undefined && { status }),
        });
      }
    },
  });
}

/** Everything else is not a failure of the Center or the network. */
function isFailureOfTransport(error: unknown, timer: Timer): boolean {
  return timer.ended || isCloudLinkError(error) || isBrokenOff(error);
}

/** The secret is in the query or in a form. */
function secretOf({ url, body }: WireRequest): string {
  const form = new URLSearchParams(typeof body === 'string' ? body : new URL(url).search);
  return form.get('client_secret') ?? '';
}

/** Converts a request of the auth package. Its requests are small. */
async function wireRequest(request: Request, timer: Timer): Promise<WireRequest> {
  const { url, method, headers } = request;
  const body = await request.text();
  return {
    url,
    method,
    headers: Object.fromEntries(headers),
    body: body === '' ? undefined : body,
    maxBytes: MOST_BYTES,
    sending: { timer, phase: 'sign-in' },
  };
}
