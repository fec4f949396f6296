/**
 * How changesets become lines of CHANGELOG.md: only what the changeset says. Hashes of commits tell a user
 * nothing, and neither do lines about our own packages, since all of them always have the same version.
 * .changeset/config.json names this file. Part of `pnpm changeset version`.
 *
 * @module
 */
type Changeset = { readonly summary: string };

export async function getReleaseLine({ summary }: Changeset): Promise<string> {
  const [first = '', ...rest] = summary.trim().split('\n');
  // Indented, so that paragraphs stay in the list item.
  return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

export async function getDependencyReleaseLine(): Promise<string> {
  return '';
}
