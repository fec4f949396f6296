/**
 * The flags of every command.
 *
 * @module
 */
import { Option } from 'commander';
import { collected } from './operation-options.ts';

export type Format = 'table' | 'json' | 'yaml' | 'csv' | 'name';

/** The values as commander returns them. */
export interface Globals {
  readonly profile?: string;
  readonly address?: string[];
  readonly node?: string;
  readonly clientId?: string;
  readonly secretFile?: string;
  readonly secretStdin?: boolean;
  readonly ca?: string;
  readonly fingerprint?: string;
  readonly proxy?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly output?: Format;
  readonly query?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly timeout?: string;
  readonly color?: boolean;
  readonly progress?: boolean;
  readonly debug?: boolean;
  readonly emulator?: boolean;
}

const ROWS: readonly (readonly [flags: string, description: string, choices?: readonly string[]])[] = [
  ['--profile <name>', 'profile to use; default: the current one, or CLOUDLINK_PROFILE'],
  ['--address <url>', 'origin of the Center, once for each node; or CLOUDLINK_ADDRESS'],
  ['--node <url>', 'send the call to this node only'],
  ['--client-id <name>', 'client user to sign in as; or CLOUDLINK_CLIENT_ID'],
  [
    '--secret-file <file>',
    'file with its secret; or CLOUDLINK_SECRET_FILE, or the secret in CLOUDLINK_CLIENT_SECRET',
  ],
  ['--secret-stdin', 'read its secret from standard input'],
  ['--ca <file>', 'PEM file of the CA to trust; or CLOUDLINK_CA'],
  ['--fingerprint <sha256>', 'SHA-256 of the certificate to trust; or CLOUDLINK_FINGERPRINT'],
  ['--proxy <url>', 'HTTP proxy to use; or CLOUDLINK_PROXY'],
  [
    '--client-cert <file>',
    'client certificate, if the server requires one: PEM, .p12 or .pfx; or CLOUDLINK_CLIENT_CERT',
  ],
  [
    '--client-key <file>',
    'its key as PEM; or CLOUDLINK_CLIENT_KEY; its passphrase: CLOUDLINK_KEY_PASSPHRASE',
  ],
  ['-o, --output <form>', 'format of the data', ['table', 'json', 'yaml', 'csv', 'name']],
  ['--query <expression>', 'JMESPath expression to apply to the data'],
  ['-y, --yes', 'do not ask before dangerous operations'],
  ['--dry-run', 'print the request without sending it'],
  ['--timeout <seconds>', 'time limit of the command'],
  ['--no-color', 'no colours; or NO_COLOR'],
  ['--no-progress', 'no progress bars'],
  ['--debug', 'print each request and response, without secrets'],
  ['--emulator', 'run against an emulated Center that ends with the command'],
];

export function globalOptions(): Option[] {
  return ROWS.map(([flags, description, choices]) => {
    const option = new Option(flags, description);
    if (flags.startsWith('--address')) option.argParser(collected);
    return choices === undefined ? option : option.choices(choices);
  });
}

/** Global flags that take a value, to tell a value from the first word of a command. */
export const VALUE_FLAGS: ReadonlySet<string> = new Set(
  ROWS.filter(([flags]) => flags.includes('<')).flatMap(([flags]) => flags.match(/--?[a-z-]+/g) ?? []),
);
