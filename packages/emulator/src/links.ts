/**
 * Unique links. That a link works once and needs the token is a guess, and so is what it sends.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';

export interface Links {
  create(): string;
  answer(link: string): Response;
}

export function createLinks(): Links {
  const open = new Set<string>();
  return {
    create() {
      const link = `link${randomBytes(32).toString('hex')}`;
      open.add(link);
      return link;
    },
    answer(link) {
      if (!open.delete(link)) return new Response('There is no such link.', { status: 404 });
      return new Response('An emulated file.\n', { headers: { 'Content-Type': 'application/octet-stream' } });
    },
  };
}
