/**
 * Makes the first client user of a new Center, and signs in as that user.
 *
 * Argument: the address of the Center, whose `secadmin` has the emulator's password.
 *
 * @module
 */
import { makeFirstClientUser } from '../../examples/first-client-user.ts';
import { listMachines } from '../../examples/plain-fetch.ts';

const [baseUrl = ''] = process.argv.slice(2);
// The name under which the other example signs in.
const user = { name: 'automation', password: 'made up for a test' };

await makeFirstClientUser(baseUrl, 'emulated-password', user);
const machines = await listMachines(baseUrl, () => Promise.resolve(user.password));
console.log(JSON.stringify(machines));
