/**
 * `cloudlink login`: signs in, and saves the Center as a profile. The secret is never an argument.
 *
 * @module
 */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { askText, requireTerminal } from '../ask.ts';
import { CommandError } from '../command-error.ts';
import { note, plainText } from '../io.ts';
import { keepInKeyring, keyringAccount } from '../keyring.ts';
import { type Profile, readProfiles, saveProfile } from '../profiles.ts';
import type { Session } from '../session.ts';
import { defined, originOf, readSettings, type Settings } from '../settings.ts';

type LoginFlags = {
  readonly browser?: boolean;
  readonly redirectPort: string;
  readonly open: boolean;
  readonly keyring?: boolean;
};

/** Fixed, since the Center must know the redirect URI. */
const REDIRECT_PORT = '8765';

export function addTo(program: Command, session: Session): void {
  const command = program
    .command('login')
    .description(
      'Signs in, and saves the Center as a profile: its address, the trusted certificate, and the user. ' +
        'The secret of a client user comes from a prompt, --secret-stdin, --secret-file, CLOUDLINK_CLIENT_SECRET or the keyring.',
    )
    .option('--keyring', "store the secret in the system's keyring")
    .option('--browser', 'sign in as a person, in a browser (implicit grant)')
    .option('--redirect-port <port>', 'port of the page to which the browser returns', REDIRECT_PORT)
    .option('--no-open', 'print the address of the login page without opening a browser')
    .addHelpText(
      'after',
      '\nExamples:\n  cloudlink login --address https://clc.example.com --client-id automation\n' +
        '  cloudlink login --profile lab --address https://lab.example.com --client-id automation --secret-stdin < secret.txt\n' +
        '  cloudlink login --address https://clc.example.com --browser --client-id portal',
    );
  command.action(() => login(session, command.opts<LoginFlags>()));
}

async function login(session: Session, flags: LoginFlags): Promise<void> {
  const { io } = session;
  const chosen = await choose(session, flags);
  session.decided = { ...session.decided, ...chosen };
  const settings = readSettings(session.globals, session.decided);
  if (flags.browser) {
    const { signInWithBrowser } = await import('../browser-sign-in.ts');
    await signInWithBrowser(session, settings, { port: portOf(flags.redirectPort), open: flags.open });
  }
  const center = await session.center();
  const { name = 'an unnamed user' } = await center.sessions.whoami({ signal: session.signal });
  await keepSecret(session, settings, flags);
  const profile = profileOf(session, settings, flags);
  const isKept = keep(() => saveProfile(settings.profileName, profile, { use: true }), session);
  note(
    io,
    `Signed in to ${settings.addresses[0] ?? ''} as ${plainText(name)}.${isKept ? ` Profile: ${settings.profileName}.` : ''}`,
  );
}

/** Takes the settings from flags, environment and profile, and asks for missing ones on a terminal. */
async function choose(session: Session, { browser }: LoginFlags): Promise<Partial<Settings>> {
  const { globals, answers, io } = session;
  const { current, profiles } = readProfiles();
  const name = globals.profile ?? process.env['CLOUDLINK_PROFILE'] ?? current;
  const present = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  const ask = async (question: string, otherwise: string): Promise<string> => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    requireTerminal(io, otherwise);
    const answer = await askText(io, question);
    answers.set(question, answer);
    return answer;
  };
  const given = globals.address ?? process.env['CLOUDLINK_ADDRESS']?.split(/[\s,]+/).filter(Boolean);
  const addresses = given ??
    present?.addresses ?? [
      await ask('Address of the Center', 'Give --address, such as https://clc.example.com.'),
    ];
  const clientId =
    globals.clientId ??
    process.env['CLOUDLINK_CLIENT_ID'] ??
    present?.clientId ??
    (await ask(
      'Client id',
      'Give --client-id: the name of a client user, or of the application for --browser.',
    ));
  return {
    addresses: addresses.map(originOf),
    clientId,
    profileName: name,
    signIn: browser ? 'browser' : 'client',
  };
}

async function keepSecret(
  { answers }: Session,
  { addresses, clientId = '' }: Settings,
  flags: LoginFlags,
): Promise<void> {
  if (!flags.keyring || flags.browser) return;
  const secret = answers.get('secret');
  // With a valid token, no secret was asked for.
  if (secret === undefined)
    throw new CommandError(
      'usage',
      'There is no secret to store yet: run cloudlink logout, then cloudlink login --keyring.',
    );
  await keepInKeyring(keyringAccount(addresses[0] ?? '', clientId), secret);
}

function profileOf({ globals }: Session, settings: Settings, flags: LoginFlags): Profile {
  const { addresses, signIn, clientId = '', ca, fingerprint, proxy, certFile, keyFile } = settings;
  const secretFile =
    globals.secretFile === undefined ? settings.profile?.secretFile : resolve(globals.secretFile);
  return {
    addresses,
    signIn,
    clientId,
    ...defined({
      secretFile: signIn === 'client' ? secretFile : undefined,
      keyring: flags.keyring || settings.keyring ? true : undefined,
      redirectPort: signIn === 'browser' ? portOf(flags.redirectPort) : undefined,
      ca,
      fingerprint,
      proxy,
      certFile: certFile && resolve(certFile),
      keyFile: keyFile && resolve(keyFile),
    }),
  };
}

/** The sign-in succeeded, so a read-only home folder is not an error. */
function keep(save: () => void, { io }: Session): boolean {
  try {
    save();
    return true;
  } catch (error) {
    note(io, `The profile could not be saved. ${error instanceof Error ? error.message : ''}`);
    return false;
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new CommandError('usage', `--redirect-port ${text}: give a port from 1 to 65535.`);
}
