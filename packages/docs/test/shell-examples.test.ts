/**
 * The shell and curl examples of every operation, read by a real shell, against an emulator: `cloudlink`
 * plans the same request that curl sends, and the emulator takes it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '@cloudlink-center/emulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addToEstate } from '../../cli/src/emulated.ts';
import { commandsFor, run } from '@cloudlink-center/testing/command-line';
import { examplesOf } from '../site/code-examples.ts';
import { readSpecification } from '../site/read-operations.ts';
import { curlRequest, send } from './curl-request.ts';
import { shellCalls } from './shell-calls.ts';

const { operations, resolve } = readSpecification();
/** The example is right, and the estate has what it makes already, or is not in that state. */
const OF_THE_STATE =
  /^400 (The [\w ]+ already exists|The machine is not pending|The group has machines|The old password is wrong)\.$/;
/** Every sign-in makes other ids of sessions. */
const SESSION = 'session-1';

let emulator: Emulator;
let commands: ReturnType<typeof commandsFor>;
let token: string;

beforeAll(async () => {
  emulator = await startEmulator();
  commands = commandsFor(emulator);
});

beforeEach(async () => {
  emulator.store.reset();
  addToEstate(emulator.store.state);
  token = await signIn(emulator);
});

afterAll(async () => {
  commands[Symbol.dispose]();
  await emulator.close();
});

async function signIn({ url, ca, clientId, clientSecret }: Emulator): Promise<string> {
  const query = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const address = new URL(`${url}/cloudlink/oauth/token?${new URLSearchParams(query)}`);
  const { text } = await send({ method: 'POST', url: address, headers: {}, body: undefined }, ca);
  return (JSON.parse(text) as { access_token: string }).access_token;
}

/** A space in a query is + or %20. */
const partsOf = ({ pathname, searchParams }: URL): unknown => [pathname, [...searchParams]];

test.each(operations.map((operation) => [operation.id, operation] as const))('%s', async (_id, operation) => {
  const { shell, curl } = examplesOf(operation, resolve);
  const [command] = shellCalls(shell);
  const [sent] = shellCalls(curl, { CENTER: emulator.url, TOKEN: token });
  if (command === undefined || sent === undefined) throw new Error(`${shell}\n${curl}`);
  for (const word of command.words)
    if (word.startsWith('./')) writeFileSync(join(commands.work, word), 'made up');
  const request = curlRequest(sent);

  const isAboutSession = command.words.includes(SESSION);
  const words = command.words.map((word) => (word === SESSION ? 'current' : word));
  const plan = await run([...words, '--dry-run'], { stdin: command.stdin });
  expect(plan.code, plan.stderr).toBe(0);
  const [method, url = ''] = plan.stdout.split('\n')[0]?.split(' ') ?? [];
  expect(method).toBe(request.method);
  if (!isAboutSession) expect(partsOf(new URL(url))).toEqual(partsOf(request.url));

  const { status, text } = await send(request, emulator.ca);
  const isTaken = status < 300 || OF_THE_STATE.test(`${status} ${text}`);
  if (!isAboutSession) expect(isTaken, `${status} ${text}`).toBe(true);
});
