/**
 * Trust on first use: on a terminal the user is asked about an unknown certificate; elsewhere it is refused.
 * A certificate other than the trusted one is always refused, without a question.
 *
 * @module
 */
import { askChoice } from './ask.ts';
import { CommandError } from './command-error.ts';
import { canAsk, type Io, note, styled } from './io.ts';
import { type SeenCertificate, seeCertificate } from './peer-certificate.ts';
import { saveProfile } from './profiles.ts';
import type { Settings } from './settings.ts';
import { commandLine } from './shell-words.ts';

export type Trust = Pick<Settings, 'ca' | 'fingerprint'>;

/** The part of the client's error that is read. */
export interface Refusal {
  readonly node?: string;
  /** Contains the SHA-256 of the presented certificate, also through a proxy. */
  readonly message?: string;
}

/**
 * Handles a refused certificate.
 *
 * @returns The user's decision to trust the certificate or its CA.
 * @throws CommandError `untrusted` if the user does not trust it, or cannot be asked.
 */
export async function decideTrust(settings: Settings, io: Io, refusal: Refusal): Promise<Trust> {
  const address = refusal.node ?? settings.addresses[0] ?? '';
  // Behind a proxy, a direct connection may fail or reach another server.
  const seen = settings.proxy === undefined ? await seeCertificate(address) : undefined;
  const { host } = new URL(address);
  if (settings.fingerprint !== undefined || settings.ca !== undefined)
    throw changed(settings, io, { host, seen });
  if (seen === undefined) throw unseen(settings, host, refusal.message ?? '');
  if (!canAsk(io)) throw refused(settings, host, seen);
  for (const line of described(host, seen)) note(io, line);
  const answer = await askChoice(io, 'Is this the fingerprint that the console of the appliance shows?', [
    { value: 'no', label: 'No, or I do not know: stop' },
    { value: 'pin', label: 'Yes: trust this certificate' },
    ...(seen.authority === undefined
      ? []
      : [{ value: 'ca' as const, label: 'Yes: trust the CA that signed it' }]),
  ]);
  if (answer === 'no')
    throw new CommandError('untrusted', 'The certificate is not trusted. Nothing was sent.');
  return answer === 'ca' && seen.authority !== undefined
    ? { ca: seen.authority }
    : { fingerprint: seen.fingerprint };
}

/** Saves the decision in the profile. Without a profile it holds for this run only. */
export function keepTrust({ profile, profileName }: Settings, trust: Trust, io: Io): void {
  if (profile === undefined) return;
  try {
    saveProfile(profileName, { ...profile, ...trust }, { use: false });
  } catch (error) {
    note(io, `It is trusted for this run only. ${error instanceof Error ? error.message : ''}`);
  }
}

function described(host: string, seen: SeenCertificate): string[] {
  const lines = [
    `The certificate of ${host} is not known yet.`,
    `  SHA-256    ${seen.fingerprint}`,
    `  for        ${seen.subject}`,
    `  by         ${seen.issuer}`,
    `  valid      ${day(seen.validFrom)} to ${day(seen.validTo)}`,
  ];
  if (seen.authorityFingerprint !== undefined) lines.push(`  CA         ${seen.authorityFingerprint}`);
  return lines;
}

function refused(settings: Settings, host: string, seen: SeenCertificate): CommandError {
  return new CommandError(
    'untrusted',
    [
      ...described(host, seen),
      'Nothing was sent. Compare the fingerprint with the one on the console of the appliance, then trust it:',
      trustingCommand(settings, seen.fingerprint),
      'or give the CA with --ca <file>.',
    ].join('\n'),
  );
}

function unseen(settings: Settings, host: string, message: string): CommandError {
  const [fingerprint] = /(?:[\dA-F]{2}:){31}[\dA-F]{2}/.exec(message) ?? [];
  const shown =
    fingerprint === undefined
      ? [`The certificate of ${host} is not trusted, and cannot be shown.`]
      : [
          `The certificate of ${host} is not known yet.`,
          `  SHA-256    ${fingerprint}`,
          'Nothing was sent. Compare the fingerprint with the one on the console of the appliance, then trust it:',
          trustingCommand(settings, fingerprint),
        ];
  return new CommandError('untrusted', [...shown, 'or give the CA with --ca <file>.'].join('\n'));
}

function changed(
  settings: Settings,
  io: Io,
  { host, seen }: { host: string; seen: SeenCertificate | undefined },
): CommandError {
  const headline = `THE CERTIFICATE OF ${host} HAS CHANGED`;
  const trusted = settings.fingerprint ?? 'a valid certificate for this name, signed by the trusted CA';
  return new CommandError(
    'untrusted',
    [
      styled(io.stderr, ['bold', 'red'], headline),
      `  trusted    ${trusted}`,
      `  shown      ${seen?.fingerprint ?? 'could not be read'}`,
      ...(seen === undefined ? [] : [`  valid      ${day(seen.validFrom)} to ${day(seen.validTo)}`]),
      'Someone may be intercepting the connection, or the certificate was replaced. Nothing was sent. Ask the administrator of the Center; only if it was replaced:',
      trustingCommand(settings, seen?.fingerprint ?? '<SHA-256>'),
    ].join('\n'),
  );
}

function trustingCommand({ profile, profileName, addresses }: Settings, fingerprint: string): string {
  const which =
    profile === undefined
      ? addresses.flatMap((address) => ['--address', address])
      : ['--profile', profileName];
  return `  cloudlink login ${commandLine(which)} --fingerprint ${fingerprint}`;
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().slice(0, 10);
}
