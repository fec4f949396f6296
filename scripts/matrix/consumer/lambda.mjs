/**
 * What a function in a cloud exports, to be bundled into one file: the job, with the emulator's facts as its
 * event. Part of `pnpm test:matrix`.
 *
 * @module
 */
import * as client from '@cloudlink-center/client';
import { runJob } from './job.js';

export async function handler({ facts }) {
  return runJob(client, facts, { tls: { ca: facts.ca } });
}
