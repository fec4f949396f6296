/**
 * The initial states of an emulator, by name.
 *
 * @module
 */
import { type Guesses, guessesOf } from '../guesses.ts';
import { readOwn } from '../internal/own.ts';
import type { State } from '../store.ts';
import { checkEstate, type EstateDefaults, readEstateFile, stateOfFile } from './estate-file.ts';
import { factoryState } from './factory.ts';
import { largeState } from './large.ts';
import { PASSWORD } from './parts.ts';
import { smallState } from './small.ts';
import type { EmulatorOptions } from '../options.ts';

/** @returns A function that creates a new state on each call, at the time of the clock. */
export async function initialState(options: EmulatorOptions, now: () => number): Promise<() => State> {
  const { state = 'small', password = PASSWORD, builtInClient } = options;
  const { machineStates } = guessesOf(options.guesses);
  const client = { id: options.clientId ?? 'automation', secret: options.clientSecret ?? 'emulated-secret' };
  const file = typeof state === 'object' ? state : isBuiltIn(state) ? undefined : await readEstateFile(state);
  if (typeof state === 'object') checkEstate(state, 'state');
  return () => {
    const defaults: EstateDefaults = { now: now(), password, client };
    const made =
      file === undefined
        ? builtIn(typeof state === 'string' ? state : '', defaults)
        : stateOfFile(file, defaults);
    if (file === undefined) inWords(made, machineStates);
    return builtInClient === undefined ? made : { ...made, builtInClient };
  };
}

function isBuiltIn(name: string): boolean {
  return name === 'factory' || name === 'small' || name === 'large';
}

function builtIn(name: string, { now, password, client }: EstateDefaults): State {
  const made =
    name === 'factory'
      ? factoryState(now)
      : name === 'large'
        ? largeState(now, client)
        : smallState(now, client);
  for (const [user, present] of Object.entries(made.passwords))
    if (present === PASSWORD) made.passwords[user] = password;
  return made;
}

/** Replaces the default values of machine states, which built-in states use. */
function inWords({ machines }: State, words: Guesses['machineStates']): void {
  for (const machine of machines) {
    const word = readOwn<string>(words, machine.status ?? '');
    if (word !== undefined) machine.status = word;
  }
}
