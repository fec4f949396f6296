/** Which undici is accepted, and what is said of others. `undici-override.built.test.ts` installs some. */
import { expect, test } from 'vitest';
import { loadConnections } from '../src/transport/load-connections.ts';

type Version = () => Promise<{ readonly version: string }>;
const undici =
  (version: string): Version =>
  () =>
    Promise.resolve({ version });

test.each(['8.12.4', '8.12.10', '8.13.0', '8.13.3-beta.1'])('undici %s fits', async (version) => {
  const { openConnections } = await loadConnections(undici(version));
  expect(openConnections).toBeTypeOf('function');
});

test.each(['8.12.3', '8.11.9', '7.99.9', '9.12.4'])('undici %s does not fit', async (version) => {
  await expect(loadConnections(undici(version))).rejects.toThrow(
    `needs undici 8.12.4 or a later 8.x, but undici ${version} is installed. Remove any override`,
  );
});

const broken = new Error('a file is missing');
const fail = (): Promise<never> => Promise.reject(broken);
const manifest = (version: string) => () => Promise.resolve({ default: { version } });

test('undici that cannot be loaded is named with its version, if that does not fit', async () => {
  await expect(loadConnections(fail, manifest('7.1.0'))).rejects.toMatchObject({
    message: expect.stringContaining('undici 7.1.0 is installed'),
    cause: broken,
  });
});

test('a missing undici is named', async () => {
  await expect(loadConnections(fail, fail)).rejects.toMatchObject({
    message: expect.stringContaining('undici is not installed'),
    cause: broken,
  });
});

test('another failure of the installed undici is passed on', async () => {
  await expect(loadConnections(fail)).rejects.toBe(broken);
});
