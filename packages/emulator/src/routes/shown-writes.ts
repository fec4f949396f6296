/**
 * Write operations whose effect another operation returns: log levels, the uploaded version, certificates of
 * the Center's servers. The connection between the two is inferred from their descriptions.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerCertificate, SoftwareVersion } from '@cloudlink-center/spec';
import { knownFrom } from '../evidence.ts';
import { exampleAnswer } from '../internal/openapi.ts';
import { isRecord } from '../internal/own.ts';
import { itemOf } from './collections.ts';
import { type Call, type Handler, type Handlers } from './handler.ts';

export const shownWrites: Handlers = {
  'debug.logLevels.list': logLevels,
  'debug.logLevels.update': knownFrom('I', (call) => {
    const levels = new Map(logLevels(call).map((one) => [one.name, one]));
    for (const one of asLevels(call.rawBody)) levels.set(one.name, one);
    call.state.settings['debug.logLevels.list'] = [...levels.values()];
  }),
  'debug.logLevels.reset': knownFrom('I', ({ state }) => {
    delete state.settings['debug.logLevels.list'];
  }),
  'securId.get': ({ state }) => state.settings['securId.get'] ?? exampleAnswer('securId.get'),
  'securId.upload': knownFrom('I', ({ state }) => {
    state.settings['securId.get'] = { configured: true };
  }),
  'server.getPackageUpgrade': ({ state, now }) => ({
    is_upgrade_done: readyAt(state.settings['server.upgradePackages']) <= now,
  }),
  'server.upgradePackages': knownFrom('I', ({ state, now, workDuration }) => {
    state.settings['server.upgradePackages'] = { readyAt: now + workDuration };
  }),
  'software.getVersion': versions,
  // The version is a guess: the emulator does not read it from the file.
  'software.upload': knownFrom('I', (call) => {
    const { current_version } = versions(call);
    call.state.settings['software.getVersion'] = {
      ...(current_version && { current_version }),
      available_version: call.guesses.uploadedVersion,
    };
  }),
  'software.upgrade': knownFrom('I', ({ state, now, workDuration }) => {
    state.settings['software.upgrade'] = { readyAt: now + workDuration };
  }),
  'ntp.sync': knownFrom('I', (call) => {
    itemOf(call, 'ntp')['last_updated'] = new Date(call.now).toISOString();
  }),
  'webCertificate.get': shown('webCertificate.get'),
  'webCertificate.upload': uploadFor('webCertificate.get', ({ subject, issuer, ...rest }) => {
    const { end_date, fingerprint, alternative_names } = rest;
    return { subject, issuer, end_date, fingerprint, alternative_names };
  }),
  'kmip.get': shown('kmip.get'),
  'kmip.certificates.upload': uploadFor('kmip.get', (certificate) => ({ certificate_info: certificate })),
  'kubernetes.get': shown('kubernetes.get'),
  'kubernetes.certificates.upload': uploadFor('kubernetes.get', (certificate) => ({
    certificate_info: certificate,
  })),
};

type LogLevel = { name: string; level?: string };

function logLevels({ state }: Call): LogLevel[] {
  return asLevels(state.settings['debug.logLevels.list'] ?? exampleAnswer('debug.logLevels.list'));
}

function asLevels(value: unknown): LogLevel[] {
  // It was validated against the specification before.
  return Array.isArray(value) ? (value as LogLevel[]) : [];
}

/** An upgrade takes as long as other work, and ends with the uploaded version. */
function versions({ state, now }: Call): SoftwareVersion {
  const { settings } = state;
  // Written above, or the example of the specification.
  const present = (settings['software.getVersion'] ??
    exampleAnswer('software.getVersion')) as SoftwareVersion;
  if (settings['software.upgrade'] === undefined || readyAt(settings['software.upgrade']) > now)
    return present;
  delete settings['software.upgrade'];
  const { available_version } = present;
  const upgraded = available_version === undefined ? present : { current_version: available_version };
  settings['software.getVersion'] = upgraded;
  return upgraded;
}

function readyAt(work: unknown): number {
  return isRecord(work) && typeof work['readyAt'] === 'number' ? work['readyAt'] : 0;
}

function shown(reader: string): Handler {
  return ({ state }) => state.settings[reader] ?? exampleAnswer(reader);
}

/** A file that is not a certificate changes nothing, since the appliance's response is not known. */
function uploadFor(reader: string, answerOf: (certificate: ServerCertificate) => object): Handler {
  return knownFrom('I', async ({ files, state }) => {
    const upload = files.get('certificate');
    try {
      const certificate = new X509Certificate(upload === undefined ? '' : await readFile(upload.path));
      state.settings[reader] = answerOf(fieldsOf(certificate));
    } catch {
      // As above.
    }
  });
}

function fieldsOf(certificate: X509Certificate): ServerCertificate {
  const { subject, issuer, serialNumber, fingerprint256, validFrom, validTo, subjectAltName } = certificate;
  return {
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    serial: serialNumber,
    fingerprint: fingerprint256,
    start_date: new Date(validFrom).toISOString(),
    end_date: new Date(validTo).toISOString(),
    alternative_names: (subjectAltName ?? '')
      .split(', ')
      .map((name) => name.replace(/^[\w ]+:/, ''))
      .filter((name) => name !== ''),
  };
}
