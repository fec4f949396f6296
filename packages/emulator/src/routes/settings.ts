/**
 * Settings: one operation reads them, another writes them. They start with the first example of the
 * specification. A write keeps the properties that it does not name, as seen with groups and inferred here.
 *
 * @module
 */
import { knownFrom } from '../evidence.ts';
import { exampleAnswer } from '../internal/openapi.ts';
import { knownIn } from './collections.ts';
import type { Call, Handlers } from './handler.ts';

/** Operation ids that write settings to those that read them. */
const WRITERS: Readonly<Record<string, string>> = {
  'activeDirectory.join': 'activeDirectory.get',
  'activeDirectory.update': 'activeDirectory.get',
  'backup.setPrefix': 'backup.getPrefix',
  'backup.store.update': 'backup.store.get',
  'cluster.setAddress': 'cluster.getAddress',
  'debug.setBetaFeatures': 'debug.getBetaFeatures',
  'dhcp.update': 'dhcp.get',
  'email.setSubject': 'email.getSubject',
  'email.update': 'email.get',
  'kmip.certificates.setLifetime': 'kmip.certificates.getLifetime',
  'kmip.certificates.setLifetimeYears': 'kmip.certificates.getLifetime',
  'kmip.setAlternativeNames': 'kmip.getAlternativeNames',
  'kmip.setAudit': 'kmip.getAudit',
  'kubernetes.certificates.setLifetime': 'kubernetes.certificates.getLifetime',
  'kubernetes.certificates.setLifetimeYears': 'kubernetes.certificates.getLifetime',
  'restDocumentation.update': 'restDocumentation.get',
  'server.setConsolePassword': 'server.getConsolePassword',
  'server.update': 'server.get',
  'sessions.setLoginAttempts': 'sessions.getLoginAttempts',
  'sessions.setMaxTimeout': 'sessions.getMaxTimeout',
  'sessions.setUiTimeout': 'sessions.getUiTimeout',
  'snmp.update': 'snmp.get',
  'syslog.setEntryFormat': 'syslog.get',
  'syslog.update': 'syslog.get',
};

/** The operations that read settings. */
export const SETTING_READERS: readonly string[] = [...new Set(Object.values(WRITERS))];

/** Operation ids that reset settings. */
const RESETTERS: Readonly<Record<string, string>> = {
  'activeDirectory.leave': 'activeDirectory.get',
  'backup.store.reset': 'backup.store.get',
  'dhcp.reset': 'dhcp.get',
};

export const settings: Handlers = {
  ...Object.fromEntries(
    Object.values(WRITERS).map((reader) => [reader, (call: Call) => settingOf(call, reader)]),
  ),
  ...Object.fromEntries(
    Object.entries(WRITERS).map(([writer, reader]) => [
      writer,
      knownFrom('I', (call) => {
        call.state.settings[reader] = { ...settingOf(call, reader), ...knownIn(reader, call.body) };
      }),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(RESETTERS).map(([writer, reader]) => [
      writer,
      knownFrom('I', (call) => {
        delete call.state.settings[reader];
      }),
    ]),
  ),
};

function settingOf({ state }: Call, reader: string): object {
  const example = exampleAnswer(reader);
  return state.settings[reader] ?? (typeof example === 'object' && example !== null ? example : {});
}
