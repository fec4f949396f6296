/**
 * The vault: passcodes, modes, and the lock after a restart (V). The values of its state are a guess.
 *
 * @module
 */
import { knownFrom } from '../evidence.ts';
import type { Guesses } from '../guesses.ts';
import { clearAlarms, raiseAlarm } from '../journal.ts';
import type { State } from '../store.ts';
import { type Call, type Handlers, Refusal } from './handler.ts';

export const vault: Handlers = {
  'vault.get': ({ state }) => state.vault,
  // Scripts set one passcode; newer versions ask operators for three different ones.
  'vault.setPasscodes': knownFrom('S', ({ state, body }) => {
    const codes = Array.isArray(body['codes']) ? body['codes'].map(String) : [];
    if (codes.length === 0 || codes.includes('')) throw new Refusal('A passcode is missing.');
    if (new Set(codes).size < codes.length) throw new Refusal('The passcodes must differ.');
    state.vaultCodes = codes;
    clearAlarms(state, 'EC_NO_CODES');
  }),
  'vault.validatePasscode': knownFrom('V', (call) => mustBeRight(call)),
  'vault.setMode': knownFrom('S', ({ state, body, now }) => {
    state.vault.auto = body['auto'] === true;
    if (state.vaultCodes.length === 0)
      raiseAlarm(state, 'EC_NO_CODES', 'HIGH', now, { details: 'The vault has no passcodes' });
  }),
  'vault.unlock': knownFrom('V', (call) => {
    mustBeRight(call);
    call.state.vault.state = call.guesses.vaultStates.unlocked;
    clearAlarms(call.state, 'EC_LOCKED');
  }),
};

/** Applies a restart: in automatic mode the vault unlocks itself, in manual mode it waits for a passcode (V). */
export function restartVault(state: State, { vaultStates }: Guesses, now: number): void {
  state.vault.state = state.vault.auto ? vaultStates.unlocked : vaultStates.locked;
  if (!state.vault.auto) raiseAlarm(state, 'EC_LOCKED', 'HIGH', now, { details: 'The vault is locked' });
}

/** Refuses operations that need an unlocked vault while it is locked. */
export function mustBeOpen(operationId: string, state: State, guesses: Guesses): void {
  if (state.vault.state !== guesses.vaultStates.locked) return;
  const fails = guesses.failsWhileLocked.some((pattern) =>
    pattern.endsWith('*') ? operationId.startsWith(pattern.slice(0, -1)) : operationId === pattern,
  );
  if (fails) throw new Refusal('The vault is locked.');
}

function mustBeRight({ state, body }: Call): void {
  if (!state.vaultCodes.includes(String(body['code']))) throw new Refusal('The passcode is wrong.');
}
