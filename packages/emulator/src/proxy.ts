/**
 * Forwards a call to another node of the cluster (V).
 *
 * @module
 */
import type { App } from './app.ts';
import { isRecord } from './internal/own.ts';
import { type Call, PassedOn } from './routes/handler.ts';

/** The forwarded call, from the body of `cluster.proxy`. */
export interface Proxied {
  readonly uuid: string;
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** The node that is called. */
type Reached = { readonly app: Pick<App, 'passedOn'>; readonly settle: () => void };

export async function passOn(
  node: Reached,
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

/** The JSON may be bare, or text in a field `value`: the vendor does not say which. */
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
