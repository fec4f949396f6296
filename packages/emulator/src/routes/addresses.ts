/**
 * IP addresses and networks in CIDR notation.
 *
 * @module
 */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { Refusal } from './handler.ts';

/** Returns the text, or refuses it: `hello`, `/99` and `10.0.0.0/33` are invalid. */
export function addressOrNetwork(text: unknown): string {
  const value = String(text);
  const [base = '', prefix, ...more] = value.split('/');
  const widest = isIPv6(base) ? 128 : 32;
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= widest);
  if (isIP(base) === 0 || !isPrefix || more.length > 0)
    throw new Refusal(`${JSON.stringify(value)} is neither an address nor a network.`);
  return value;
}

/** Returns the text, or refuses it. */
export function address(text: unknown): string {
  const value = String(text);
  if (isIP(value) === 0) throw new Refusal(`${JSON.stringify(value)} is not an address.`);
  return value;
}

/** Whether an address is in one of the networks. */
export function isWithin(one: string, networks: readonly string[]): boolean {
  if (isIP(one) === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    if (isIP(base) === 0) continue;
    const family = isIPv6(base) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(base, family);
    else list.addSubnet(base, Number(prefix), family);
  }
  return list.check(one, isIPv6(one) ? 'ipv6' : 'ipv4');
}
