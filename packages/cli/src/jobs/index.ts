/**
 * The jobs, by the first word of their commands: what is more than one call. Each is loaded when it is called.
 *
 * @module
 */
import type { Command } from 'commander';
import type { Session } from '../session.ts';

export interface JobModule {
  /** Adds its commands; of a topic that has a table, to the topic. */
  addTo(program: Command, session: Session): void;
}

export interface Job {
  /** For the overview. */
  readonly summary?: string;
  /** Operations of the topic's table whose commands it replaces. */
  readonly replaces?: readonly string[];
  readonly load: () => Promise<JobModule>;
}

export const jobs: Readonly<Record<string, Job>> = {
  login: { summary: 'sign in, and keep the Center as a profile', load: () => import('./login.ts') },
  logout: { summary: 'end the session', load: () => import('./logout.ts') },
  whoami: { summary: 'who is signed in', load: () => import('./whoami.ts') },
  status: { summary: 'profile, connection, sign-in and version', load: () => import('./status.ts') },
  profile: { summary: 'list, use, show, remove profiles', load: () => import('./profile.ts') },
  api: { summary: 'call any path: api GET /securevm', load: () => import('./api.ts') },
};
