/** Tests with vitest, each with its own emulator. The guide on testing shows it. */
import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
import { emulatorTest } from '@cloudlink-center/emulator/vitest';
import { expect } from 'vitest';

const test = emulatorTest({ workDuration: 0 }); // the options of startEmulator

test('lists five machines', async ({ emulator }) => {
  const { url: baseUrl, clientId, clientSecret, ca } = emulator;
  const auth = clientCredentials({ clientId, clientSecret });
  const center = createCloudLink({ baseUrl, auth, tls: { ca } });
  expect(await center.machines.list()).toHaveLength(5);
  await center.close();
});
