/**
 * The job in workerd: a worker gets the facts with the request. `/insecure` tries plain HTTP to another
 * machine. Part of `pnpm test:matrix`.
 *
 * @module
 */
import * as client from '@cloudlink-center/client';
import { runJob } from './job.js';

export default {
  async fetch(request) {
    const { facts, tls } = await request.json();
    try {
      return Response.json({ saw: await runJob(client, facts, tls === undefined ? {} : { tls }) });
    } catch (error) {
      return Response.json({ code: error.code ?? error.name, message: error.message, stack: error.stack });
    }
  },
};
