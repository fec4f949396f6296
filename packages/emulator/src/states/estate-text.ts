/**
 * The text of an estate's file. YAML, for people; JSON, which is YAML as well, where a parser of YAML would
 * take seconds.
 *
 * @module
 */

/** Of JSON. 10,000 machines have 9,000,000, which cost half a minute as YAML and a tenth of a second as JSON. */
const LONGEST_YAML = 500_000;

/** @param about - A line for who opens the file. */
export async function writeEstate(about: string, estate: object): Promise<string> {
  const json = JSON.stringify(estate, undefined, 1);
  if (json.length > LONGEST_YAML) return `# ${about}\n${json}\n`;
  const { stringify } = await import('yaml');
  // Copied, since YAML would write what occurs twice as an alias.
  return `# ${about}\n${stringify(JSON.parse(json))}`;
}

export async function readEstate(text: string): Promise<unknown> {
  const content = text.replace(/^(?:#.*\n)+/, '');
  if (content.startsWith('{')) {
    try {
      return JSON.parse(content);
    } catch {
      // A flow mapping of YAML, with comments or bare words.
    }
  }
  const { parse } = await import('yaml');
  return parse(text, { maxAliasCount: 100 });
}
