/** Calls that fail on the caller's side, for local-faults.test.ts and local-files.test.ts. */
import { clientCredentials, type CloudLink, type CloudLinkOptions, createCloudLink } from '../src/index.ts';
import { type TransferOptions, upload, type UploadSource } from '../src/transfers.ts';
import type { ScriptedCenter } from './scripted-center.ts';

export const SECRET = 'correct horse battery staple';

/** @param retries - Gets the event of each retry. */
export function clientOfServer(
  { url }: ScriptedCenter,
  retries: unknown[],
  more: Partial<CloudLinkOptions> = {},
): CloudLink {
  const auth = clientCredentials({ clientId: 'robot', clientSecret: SECRET });
  return createCloudLink({
    baseUrl: url,
    auth,
    hooks: { onRetry: (event) => retries.push(event) },
    ...more,
  });
}

export const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no failure',
    (error: unknown) => error,
  );

export const send = (center: CloudLink, file: UploadSource, options?: TransferOptions): Promise<unknown> =>
  failureOf(upload(center, 'licenses.upload', { file }, options));
