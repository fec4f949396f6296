/**
 * Writes and reads the text of an estate file: YAML for people, or JSON, which is valid YAML, for estates
 * that would take seconds to parse as YAML.
 *
 * @module
 */

/** Characters of JSON. 10,000 machines have 9,000,000, which take half a minute as YAML and 0.1 s as JSON. */
const LONGEST_YAML = 500_000;

/** @param about - A comment line for readers of the file. */
export async function writeEstate(about: string, estate: object): Promise<string> {
  const json = JSON.stringify(estate, undefined, 1);
  if (json.length > LONGEST_YAML) return `# ${about}\n${json}\n`;
  const { stringify } = await import('yaml');
  // Copied, since YAML would write repeated objects as aliases.
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
