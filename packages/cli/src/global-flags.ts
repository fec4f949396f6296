/**
 * The flags that every command has, and what they mean.
 *
 * @module
 */
import { Option } from 'commander';
import { collected } from './operation-options.ts';

export type Format = 'table' | 'json' | 'yaml' | 'csv' | 'name';

/** As commander hands them over. */
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
  ['--node <url>', 'the node that has to answer'],
  ['--client-id <name>', 'client user to sign in as; or CLOUDLINK_CLIENT_ID'],
  [
    '--secret-file <file>',
    'file with its secret; or CLOUDLINK_SECRET_FILE, or the secret in CLOUDLINK_CLIENT_SECRET',
  ],
  ['--secret-stdin', 'read its secret from standard input'],
  ['--ca <file>', 'PEM of the authority to trust; or CLOUDLINK_CA'],
  ['--fingerprint <sha256>', 'SHA-256 of the certificate to trust; or CLOUDLINK_FINGERPRINT'],
  ['--proxy <url>', 'HTTP proxy on the way; or CLOUDLINK_PROXY'],
  [
    '--client-cert <file>',
    'certificate of your own, where one is asked for: PEM, .p12 or .pfx; or CLOUDLINK_CLIENT_CERT',
  ],
  ['--client-key <file>', 'its key: PEM; or CLOUDLINK_CLIENT_KEY; its passphrase: CLOUDLINK_KEY_PASSPHRASE'],
  ['-o, --output <form>', 'form of the data', ['table', 'json', 'yaml', 'csv', 'name']],
  ['--query <expression>', 'JMESPath expression to apply to the data'],
  ['-y, --yes', 'do not ask before what is dangerous'],
  ['--dry-run', 'print the request, and do not send it'],
  ['--timeout <seconds>', 'give up after so long'],
  ['--no-color', 'no colours; or NO_COLOR'],
  ['--no-progress', 'no progress bars'],
  ['--debug', 'print what is sent and what comes, without secrets'],
  ['--emulator', 'run against an emulated Center that ends with the command'],
];

export function globalOptions(): Option[] {
  return ROWS.map(([flags, description, choices]) => {
    const option = new Option(flags, description);
    if (flags.startsWith('--address')) option.argParser(collected);
    return choices === undefined ? option : option.choices(choices);
  });
}

/** Global flags that take a value, so that the first word of a command can be told from it. */
export const VALUE_FLAGS: ReadonlySet<string> = new Set(
  ROWS.filter(([flags]) => flags.includes('<')).flatMap(([flags]) => flags.match(/--?[a-z-]+/g) ?? []),
);
