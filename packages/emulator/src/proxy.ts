/**
 * Passes a call on to another node of the cluster (V).
 *
 * @module
 */
import type { ClusterNode } from './cluster.ts';
import { isRecord } from './internal/own.ts';
import { type Call, PassedOn } from './routes/handler.ts';

/** What is passed on, as the body of `cluster.proxy` says it. */
export interface Proxied {
  readonly uuid: string;
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

export async function passOn(
  node: ClusterNode,
  { caller, session, address }: Call,
  { method, url, body }: Proxied,
): Promise<PassedOn> {
  const [path = '', search = ''] = url.replace(/^\/?(?:cloudlink\/rest\/)?/, '/').split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  node.settle();
  const answer = await node.app.passedOn(
    { query, body: unwrapped(body), caller: { user: caller, session }, address },
    method,
    path,
  );
  const text =
    typeof answer.body === 'object' ? [...(answer.body as Iterable<string>)].join('') : answer.body;
  return new PassedOn(answer.status, parsed(text));
}

/** The JSON may come bare, or as text in a field `value`: which one is not published. */
function unwrapped(body: unknown): unknown {
  return isRecord(body) && typeof body['value'] === 'string' && Object.keys(body).length === 1
    ? parsed(body['value'])
    : body;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
