/**
 * The three roads of a call to the Center, each with 2 MB that must not arrive twice, and a token that needs
 * no request.
 */
import type { CloudLink, TokenSource } from '../src/index.ts';
import { upload } from '../src/transfers.ts';

const SIZE = 2_000_000;

/** Adds a middleware that changes nothing, so that calls are those of openapi-fetch. */
export const watch = (center: CloudLink): CloudLink => {
  center.openapiFetch.use({ onRequest: () => undefined });
  return center;
};

export const roads: Readonly<Record<string, (center: CloudLink) => Promise<unknown>>> = {
  plain: (center) => center.machineGroups.create({ body: { name: 'x'.repeat(SIZE) } }),
  watched: (center) => watch(center).machineGroups.create({ body: { name: 'x'.repeat(SIZE) } }),
  streamed: (center) => upload(center, 'licenses.upload', { file: new Uint8Array(SIZE) }),
};

const token = { value: 'made-up-token', expiresAt: undefined };

export const signedIn: TokenSource = {
  origin: undefined,
  peek: () => token,
  getToken: () => Promise.resolve(token),
  invalidate() {},
  logout: () => Promise.resolve(),
};
