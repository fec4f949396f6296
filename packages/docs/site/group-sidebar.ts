/**
 * The REST reference in the sidebar: one entry a group. Operations are listed on the page of their group, so
 * that the sidebar of each of the 400 pages stays small.
 *
 * @module
 */
import { kebab } from './names.ts';
import { readSpecification } from './read-operations.ts';

export const groupSidebar = (): { label: string; link: string }[] =>
  readSpecification()
    .groups.map(({ name }) => ({ label: name, link: `/rest/${kebab(name)}/` }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
