/** What the appliance writes about calls: actions, events and logs. */
import { expect, test } from 'vitest';
import { emulated } from './harness.ts';

const REST = '/cloudlink/rest';

test('an audited call leaves an action and a security event, a refused one as well [audit.trail]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Test' } });
  await call('POST', `${REST}/securevm/groups`, { token, json: { name: 'Test' } });
  const actions = JSON.parse((await call('GET', `${REST}/monitoring/actions`, { token })).text) as object[];
  const events = JSON.parse(
    (await call('GET', `${REST}/monitoring/security_events`, { token })).text,
  ) as object[];
  const target = { name: 'Test', type: 'machineGroups' };
  expect(actions).toHaveLength(2);
  expect(actions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'Add group',
        status: 'success',
        target: expect.objectContaining(target),
      }),
      expect.objectContaining({ status: 'failure' }),
    ]),
  );
  expect(events).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'Add group', result: 'success' })]),
  );
});

test('logs are text and a real archive [binary.answers]', async () => {
  await using running = await emulated();
  const { call, token } = running;
  const { bytes } = await call('GET', `${REST}/monitoring/logs`, { token });
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  const { text } = await call('GET', `${REST}/monitoring/logfile?logName=server.log&lines=1`, { token });
  expect(JSON.parse(text)).toMatchObject({
    content: expect.stringMatching(/^\S+ GET .*monitoring\/logs 200\n$/),
  });
  expect((await call('GET', `${REST}/monitoring/logfile?logName=..`, { token })).status).toBe(404);
});

test('a list of 2,500 actions is read in pages, each once [list.window]', async () => {
  await using running = await emulated();
  const { call, token, emulator } = running;
  emulator.store.state.actions = Array.from({ length: 2_500 }, (_, index) => ({
    id: `a${index}`,
    name: 'n',
    start_time: new Date(1_700_000_000_000 + index).toISOString(),
  }));
  const seen: string[] = [];
  let cursor = '';
  for (;;) {
    const { text } = await call('GET', `${REST}/monitoring/actions?count=1000${cursor}`, { token });
    const page = JSON.parse(text) as { id: string }[];
    seen.push(...page.map(({ id }) => id));
    if (page.length < 1000) break;
    cursor = `&guid=${page.at(-1)?.id ?? ''}`;
  }
  expect([seen.length, new Set(seen).size, seen[0]]).toEqual([2_500, 2_500, 'a2499']);
});
