/**
 * Unique links, followed for the caller.
 *
 * @module
 */
import type { CloudLinkCore } from '../client/create-core.ts';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { internalsOf } from '../client/internals.ts';
import { type Downloaded, store } from './download.ts';
import { streamedCall } from './streamed-call.ts';
import type { TransferOptions } from './upload.ts';

/**
 * Makes a unique link for a download and follows it: `downloadByLink(center, 'backup/key', 'backup.pem')`. **Making the link may make
 * something new**, such as a key pair for `backup/key`.
 *
 * @param target - Path of the download, as `links.create` takes it.
 * @throws `CloudLinkError` as every call; `malformed_response` when what came is no link.
 */
export async function downloadByLink(
  center: CloudLinkCore,
  target: string,
  to: string,
  options: TransferOptions = {},
): Promise<Downloaded> {
  const { nodes } = internalsOf(center);
  // Whether other nodes know the link is not published.
  const node = options.node ?? nodes.current().origin;
  const { signal, timeout } = options;
  const made = await center.GET('/auth/{path}', {
    params: { path: { path: target } },
    node,
    ...(signal && { signal }),
    ...(timeout !== undefined && { timeout }),
  });
  if (made.error !== undefined) throw made.error;
  const { link } = made.data;
  if (!/^link[0-9a-f]{64}$/.test(link)) {
    throw new CloudLinkError(
      'malformed_response',
      'GET /auth/{path} was answered with something that is no link.',
      {
        method: 'GET',
        path: '/auth/{path}',
        status: made.status,
        node,
      },
    );
  }
  const call = { id: 'links.create', input: {}, options: { ...options, node }, link } as const;
  return streamedCall(center, call, (response, timer) => store(response, to, timer, options));
}
