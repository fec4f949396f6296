/**
 * The jobs, which make more than one call, by the first word of their commands. Each is loaded when it runs.
 *
 * @module
 */
import type { Command } from 'commander';
import type { Session } from '../session.ts';

export interface JobModule {
  /** Adds its commands to the program, or to the topic with the same name. */
  addTo(program: Command, session: Session): void;
}

export interface Job {
  /** Names of the commands that it adds to a topic. */
  readonly adds?: readonly string[];
  /** Text for the overview. */
  readonly summary?: string;
  readonly load: () => Promise<JobModule>;
}

export const jobs: Readonly<Record<string, Job>> = {
  login: { summary: 'sign in, and save the Center as a profile', load: () => import('./login.ts') },
  logout: { summary: 'end the session', load: () => import('./logout.ts') },
  whoami: { summary: 'who is signed in', load: () => import('./whoami.ts') },
  status: { summary: 'profile, connection, sign-in and version', load: () => import('./status.ts') },
  profile: { summary: 'list, use, show, remove profiles', load: () => import('./profile.ts') },
  setup: { summary: 'first set-up of a Center, step by step', load: () => import('./setup.ts') },
  disk: { summary: 'list and encrypt disks, with progress', load: () => import('./disk.ts') },
  wait: { summary: 'wait for work that was started earlier', load: () => import('./wait.ts') },
  upgrade: { summary: 'upgrade a node, and wait for it', load: () => import('./upgrade.ts') },
  'can-i': {
    summary: 'whether an operation is allowed: can-i machines.shred',
    load: () => import('./can-i.ts'),
  },
  role: {
    summary: 'permissions that operations need: role for machines.list',
    load: () => import('./role.ts'),
  },
  events: { adds: ['follow'], load: () => import('./follow.ts') },
  'security-events': { adds: ['follow'], load: () => import('./follow.ts') },
  actions: { adds: ['follow'], load: () => import('./follow.ts') },
  backup: { load: () => import('./backup.ts') },
  record: {
    summary: 'save the lists of a Center, to start an emulator from',
    load: () => import('./record.ts'),
  },
  completion: {
    summary: 'completion for bash, zsh, fish and PowerShell',
    load: () => import('./completion.ts'),
  },
  api: { summary: 'call any path: api GET /securevm', load: () => import('./api.ts') },
};
