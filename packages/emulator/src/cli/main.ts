/**
 * Parses the arguments of the command, and runs it.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import type { Fault } from '../faults.ts';
import type { EmulatorOptions } from '../options.ts';
import { USAGE } from './usage.ts';

type Values = ReturnType<typeof parse>['values'];

const HINT = 'cloudlink-emulator --help shows all options.';

export async function main(args: readonly string[]): Promise<void> {
  try {
    const { values, positionals } = parse(args);
    const [command] = positionals;
    if (values.help) console.log(USAGE);
    else if (values.version) console.log(await version());
    else if (command === 'snapshot')
      process.stdout.write(await (await import('./snapshot.ts')).snapshot(values['control-url']));
    else if (command !== undefined) throw new TypeError(`There is no command "${command}".`);
    else if (values.env)
      await (await import('./background.ts')).startInBackground(args.filter((one) => one !== '--env'));
    else await (await import('./run.ts')).run(optionsOf(values));
  } catch (error) {
    // The full usage would hide the message.
    console.error(
      `${error instanceof Error ? error.message : String(error)}\n\nUsage: cloudlink-emulator [options]. ${HINT}`,
    );
    process.exitCode = 1;
  }
}

// The return type is that of parseArgs for these options.
// oxlint-disable-next-line typescript/explicit-function-return-type
function parse(args: readonly string[]) {
  return parseArgs({
    // A bare --control picks a free port.
    args: args.map((one) => (one === '--control' ? '--control=0' : one)),
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      state: { type: 'string' },
      data: { type: 'string' },
      nodes: { type: 'string' },
      lag: { type: 'string' },
      'client-id': { type: 'string' },
      'token-lifetime': { type: 'string' },
      'work-duration': { type: 'string' },
      'no-built-in-client': { type: 'boolean' },
      description: { type: 'string' },
      fault: { type: 'string', multiple: true },
      control: { type: 'string' },
      'control-url': { type: 'string' },
      env: { type: 'boolean' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  });
}

function optionsOf(values: Values): EmulatorOptions {
  const number = (
    name: 'port' | 'nodes' | 'lag' | 'token-lifetime' | 'work-duration' | 'control',
  ): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    if (!/^\d+$/.test(text)) throw new TypeError(`--${name} must be a number.`);
    return Number(text);
  };
  const { CLOUDLINK_CLIENT_SECRET: clientSecret, CLOUDLINK_EMULATOR_PASSWORD: password } = process.env;
  const wanted: { [name in keyof EmulatorOptions]: EmulatorOptions[name] | undefined } = {
    port: number('port'),
    state: values.state,
    data: values.data,
    nodes: number('nodes'),
    replicationLag: number('lag'),
    clientId: values['client-id'],
    clientSecret: clientSecret || undefined,
    password: password || undefined,
    tokenLifetime: number('token-lifetime'),
    workDuration: number('work-duration'),
    builtInClient: values['no-built-in-client'] === true ? false : undefined,
    description: values.description,
    faults: values.fault?.map(faultOf),
    control: number('control'),
  };
  // Options that were not given are left out, so that the emulator's defaults apply.
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

function faultOf(text: string): Fault {
  try {
    // The emulator validates it.
    return JSON.parse(text) as Fault;
  } catch {
    throw new TypeError(`--fault must be JSON, such as '{"operation":"machines.list","status":503}'.`);
  }
}

async function version(): Promise<string> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  return manifest.version;
}
