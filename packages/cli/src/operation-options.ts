/**
 * From an operation's flags to the options of the framework. `operation-flags.ts` reads what was typed.
 *
 * @module
 */
import { Option } from 'commander';
import type { Flag } from './topic-table.ts';

/** What an option holds after parsing: `true` for a flag without its optional value. */
export type Typed = string | true | readonly string[];

const HINTS: Readonly<Record<Flag['type'], string>> = {
  string: '<text>',
  boolean: '[true|false]',
  integer: '<number>',
  number: '<number>',
  strings: '<text>',
  integers: '<number>',
  file: '<file>',
};

const suggestions = new WeakMap<Option, readonly string[]>();

/** Values that completion offers. Other values are accepted too. */
export function suggestionsOf(option: Option): readonly string[] | undefined {
  return suggestions.get(option);
}

/** Options have the same order as their flags. */
export function optionsOf(flags: readonly Flag[]): Option[] {
  return flags.map((flag) => {
    const hint = flag.secret ? '<-|@file>' : HINTS[flag.type];
    const values = flag.values === undefined ? '' : ` One of: ${flag.values.join(', ')}.`;
    const isNeeded = flag.required ? ' Required.' : '';
    const isList = flag.type === 'strings' || flag.type === 'integers' ? ' Can be repeated.' : '';
    const option = new Option(`--${flag.flag} ${hint}`, `${flag.description}${values}${isList}${isNeeded}`);
    if (flag.values !== undefined) suggestions.set(option, flag.values);
    if (flag.type === 'strings' || flag.type === 'integers') option.argParser(collected);
    return option;
  });
}

/** A flag that is repeated for each value, so that it does not take the following arguments. */
export function collected(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
