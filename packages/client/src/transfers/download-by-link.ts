/**
 * Downloads through unique links.
 *
 * @module
 */
import type { CloudLinkCore } from '../client/create-core.ts';
import { CloudLinkError } from '../errors/cloudlink-error.ts';
import { internalsOf } from '../client/internals.ts';
import { type Downloaded, type DownloadOptions, downloadTo } from './download.ts';
import { streamedCall } from './streamed-call.ts';

/**
 * Creates a unique link for a download and downloads from it. **Creating the link may create something new**,
 * such as a key pair for `backup/key`.
 *
 * @example
 *
 * ```ts
 * import { downloadByLink } from '@cloudlink-center/client/transfers';
 *
 * const { bytes } = await downloadByLink(center, 'backup/key', 'backup-key.pem');
 * ```
 *
 * @param target - Path of the download, as for `links.create`, such as `backup/key`.
 * @param to - Path of the file to write.
 * @throws As `download`. Also {@link CloudLinkError} `malformed_response` when the Center does not return a
 *   link.
 */
export async function downloadByLink(
  center: CloudLinkCore,
  target: string,
  to: string,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  // It is not documented whether other nodes know the link.
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
    throw new CloudLinkError('malformed_response', 'GET /auth/{path} did not return a link.', {
      method: 'GET',
      path: '/auth/{path}',
      status: made.status,
      node,
    });
  }
  return link;
}
