/**
 * Opens the client of a command, with the sign-in and trust of the profile.
 *
 * @module
 */
import type { CloudLink, TokenSource } from '@cloudlink-center/client';
import { clientOptions } from './client-options.ts';
import { CommandError } from './command-error.ts';
import { type Emulated, startEmulated } from './emulated.ts';
import { milliseconds } from './deadline.ts';
import type { Globals } from './global-flags.ts';
import { type Io, note, plainText } from './io.ts';
import { places } from './places.ts';
import { readSecret } from './secret.ts';
import { readSettings, type Settings } from './settings.ts';

export interface Connection extends AsyncDisposable {
  readonly center: CloudLink;
  readonly settings: Settings;
}

/** The parts of a session that are needed here. */
export interface ConnectionContext {
  readonly io: Io;
  readonly globals: Globals;
  /** Settings that take precedence over flags and profile. */
  readonly decided: Partial<Settings>;
  /** Answers to earlier questions. */
  readonly answers: Map<string, string>;
}

/** Sends nothing: the first call signs in. */
export async function openConnection(context: ConnectionContext): Promise<Connection> {
  const { globals, io } = context;
  const emulated = globals.emulator ? await startEmulated() : undefined;
  const settings = emulated?.settings ?? readSettings(globals, context.decided);
  const { createCloudLink, debugHooks } = await import('@cloudlink-center/client');
  const center = createCloudLink({
    ...clientOptions(settings),
    auth: await tokenSource(settings, context, emulated),
    ...(globals.debug && { hooks: debugHooks((line) => note(io, plainText(line))) }),
    ...(globals.timeout !== undefined && { timeout: limits(globals.timeout) }),
  });
  return {
    center,
    settings,
    async [Symbol.asyncDispose]() {
      await center.close();
      await emulated?.[Symbol.asyncDispose]();
    },
  };
}

/** `--timeout` ends the run; the time limits of its calls must not be shorter. */
function limits(seconds: string): { attempt: number; total: number } {
  const limit = milliseconds(seconds);
  return { attempt: limit, total: limit };
}

async function tokenSource(
  settings: Settings,
  { globals, io, answers }: ConnectionContext,
  emulated: Emulated | undefined,
): Promise<TokenSource> {
  const { clientId } = settings;
  if (settings.signIn === 'browser') {
    const { browserSource } = await import('./browser-source.ts');
    return browserSource(settings);
  }
  if (clientId === undefined)
    throw new CommandError(
      'usage',
      'No client user is known. Use cloudlink login, or --client-id with a secret.',
    );
  const { clientCredentials } = await import('@cloudlink-center/client');
  if (emulated !== undefined) return clientCredentials({ clientId, clientSecret: emulated.secret });
  const { fileStore } = await import('@cloudlink-center/auth/file-store');
  // Standard input can be read only once, and the user should be asked only once.
  const clientSecret = async (): Promise<string> => {
    const secret = answers.get('secret') ?? (await readSecret(settings, io, globals.secretStdin ?? false));
    answers.set('secret', secret);
    return secret;
  };
  const store = fileStore({
    directory: places().tokens,
    ...(settings.addresses[0] !== undefined && { name: settings.addresses[0] }),
    onStoreFailure: (error) =>
      note(
        io,
        `The access token could not be stored: ${plainText((error.cause instanceof Error ? error.cause : error).message)}`,
      ),
  });
  return clientCredentials({ clientId, clientSecret, store });
}
