/**
 * Licences and their counters.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { License, LicenseUsage } from '@cloudlink-center/spec';
import { knownFrom } from '../evidence.ts';
import type { Upload } from '../http/body.ts';
import { isRecord, readOwn, writeOwn } from '../internal/own.ts';
import { validatorOf } from '../internal/validator.ts';
import type { State } from '../store.ts';
import { type Call, find, type Handlers, remove } from './handler.ts';

type Kind = 'instance' | 'kmip_client' | 'sed_instance';

const KINDS: readonly Kind[] = ['instance', 'kmip_client', 'sed_instance'];
const DAY_MS = 24 * 3_600_000;
const DURATION = 365;

/** The vendor's (V). */
const SAMPLE = {
  licensing_type: 'socket',
  type: 'subscription',
  status: 'active',
  platform: 'vmware',
  duration: DURATION,
  limit: 16,
} as const;
/** What a licence is issued with. */
const ISSUED = [
  'customer_domain',
  'duration',
  'licensing_type',
  'limit',
  'platform',
  'serial_number',
  'type',
] as const;
/** Bytes; a real one is small. */
const LONGEST_FILE = 1_000_000;

export const licences: Handlers = {
  'licenses.list': ({ state }) => state.licenses,
  'licenses.get': (call) => licenseOf(call),
  'licenses.upload': knownFrom('S', async ({ state, files }) => {
    const id = randomBytes(16).toString('hex');
    const read = await readLicence(files.get('file'));
    state.licenses.push({ ...SAMPLE, ...read, id, target_id: id, assigned: false, expired: false });
  }),
  'licenses.assign': knownFrom('S', (call) => {
    const license = licenseOf(call);
    const { start_date } = call.body;
    const start = typeof start_date === 'string' ? Date.parse(start_date) : call.now;
    Object.assign(license, call.body, {
      assigned: true,
      start_date: new Date(start).toISOString(),
      end_date: new Date(start + (license.duration ?? DURATION) * DAY_MS).toISOString(),
    });
  }),
  'licenses.delete': knownFrom('I', ({ state, path }) =>
    remove(state.licenses, ({ id }) => id === path['license_id'], 'The licence'),
  ),
  'licenses.getUsage': ({ state, now }) => usage(state, now),
  'licenses.resetUsage': knownFrom('I', ({ state, now }) => {
    for (const kind of KINDS)
      writeOwn(state.licenseUsage, kind, { max: used(state, kind), resetAt: new Date(now).toISOString() });
  }),
};

/** Counts the estate. The highest count is the highest that a call has seen. */
function usage(state: State, now: number): LicenseUsage {
  const entries = KINDS.flatMap((kind) => {
    const current = used(state, kind);
    const before = readOwn(state.licenseUsage, kind) ?? {
      max: current,
      resetAt: new Date(now).toISOString(),
    };
    const counted = { ...before, max: Math.max(before.max, current) };
    writeOwn(state.licenseUsage, kind, counted);
    return [
      [`current_usage_${kind}`, current],
      [`max_usage_${kind}`, counted.max],
      [`last_reset_${kind}`, counted.resetAt],
    ] as const;
  });
  return Object.fromEntries(entries);
}

function used({ machines, collections }: State, kind: Kind): number {
  if (kind === 'kmip_client') return collections['kmip.clients'].length;
  const counted = machines.filter(
    ({ registered, manage_sed }) => registered !== false && (kind === 'instance' || manage_sed === true),
  );
  return counted.length;
}

/**
 * An appliance reads its values from the file, whose form is not published. Here a JSON file may name them,
 * so that a test gets the licence that it needs.
 */
async function readLicence(file: Upload | undefined): Promise<Partial<License>> {
  if (file === undefined || file.size > LONGEST_FILE) return {};
  try {
    const content: unknown = JSON.parse(await readFile(file.path, 'utf8'));
    if (!isRecord(content)) return {};
    const named = Object.fromEntries(
      ISSUED.filter((name) => Object.hasOwn(content, name)).map((name) => [name, content[name]]),
    );
    return validatorOf().component('License', { id: '', ...named }) === undefined ? named : {};
  } catch {
    return {};
  }
}

function licenseOf({ state, path }: Call): License {
  return find(state.licenses, ({ id }) => id === path['license_id'], 'The licence');
}
