/**
 * The rehearsal registry's own process: starts verdaccio with the configuration file that it is given, on a
 * loopback port that the system picks, tells its parent the port, and ends when the parent does. registry.ts
 * starts it. Part of `pnpm release:rehearse`.
 *
 * @module
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runServer } from 'verdaccio';

// verdaccio declares its result as `any`; it is Node's own server.
const server = (await runServer(process.argv[2] ?? '')) as Server;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
// However the parent ends, also by a kill that it cannot catch, no registry is left behind.
process.once('disconnect', () => process.exit(0));
