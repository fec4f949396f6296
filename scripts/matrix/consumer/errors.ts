/**
 * Mistakes that every compiler of the matrix must find: a line without its error fails the check. Part of
 * `pnpm test:matrix`.
 *
 * @module
 */
import { type CloudLink, clientCredentials, createCloudLink } from '@cloudlink-center/client';

export async function mistakes(center: CloudLink): Promise<void> {
  // @ts-expect-error The path is misspelt.
  await center.GET('/securevms');
  // @ts-expect-error The path takes no POST.
  await center.POST('/securevm');
  // @ts-expect-error The path parameter is missing.
  await center.GET('/securevm/{uuid}');
  // @ts-expect-error The body is missing.
  await center.POST('/securevm/groups');
  // @ts-expect-error The input is missing.
  await center.machines.get();
  // @ts-expect-error The name of the query parameter is misspelt.
  await center.machines.list({ query: { pending: true } });
  // @ts-expect-error The method is misspelt.
  await center.machines.lst();
  const { data } = await center.GET('/securevm');
  // @ts-expect-error The data is there only when there was no error.
  console.log(data.length);
  // @ts-expect-error With exactOptionalPropertyTypes, an option that is undefined is not one that is left out.
  createCloudLink({ baseUrl: 'https://clc.example.com', auth: center.auth, tls: undefined });
  // @ts-expect-error The secret is missing.
  clientCredentials({ clientId: 'automation' });
}
