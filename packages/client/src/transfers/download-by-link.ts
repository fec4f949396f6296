/**
 * Unique links, followed for the caller.
 *
 * @module
 */
import type { CloudLinkCore } from '../client/create-core.ts';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { internalsOf } from '../client/internals.ts';
import { type Downloaded, type DownloadOptions, downloadTo } from './download.ts';
import { streamedCall } from './streamed-call.ts';

/**
 * Makes a unique link for a download and follows it: `downloadByLink(center, 'backup/key', 'backup.pem')`. **Making the link may make
 * something new**, such as a key pair for `backup/key`.
 *
 * @param target - Path of the download, as `links.create` takes it.
 * @throws As `download`; `CloudLinkError` `malformed_response` also when what came is no link.
 */
export async function downloadByLink(
  center: CloudLinkCore,
  target: string,
  to: string,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  // Whether other nodes know the link is not published.
  const node = options.node ?? internalsOf(center).nodes.current().origin;
  return downloadTo(to, options, async (receive) => {
    const link = await makeLink(center, target, node, options);
    return streamedCall(
      center,
      { id: 'links.create', input: {}, options: { ...options, node }, link },
      receive,
    );
  });
}

async function makeLink(
  center: CloudLinkCore,
  target: string,
  node: string,
  { signal, timeout }: DownloadOptions,
): Promise<string> {
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
  return link;
}
