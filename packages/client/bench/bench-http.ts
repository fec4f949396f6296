/**
 * `pnpm bench:http [--rounds 21] [--client ours] [--size "300 B"] [--milliseconds 150] [--alloc]`: calls a second beside the peers, as ratios to global
 * fetch and to undici.request; `--alloc` measures the heap that a call takes instead, which has a limit.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { SIZES } from './http/answers.ts';
import { measureAllocation } from './http/allocation.ts';
import { CLIENTS } from './http/clients.ts';
import { measureRates } from './http/rates.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    milliseconds: { type: 'string', default: '150' },
    client: { type: 'string', multiple: true, default: Object.keys(CLIENTS).filter((name) => !name.includes(',')) },
    size: { type: 'string', multiple: true, default: [...SIZES] },
    alloc: { type: 'boolean', default: false },
  },
});
const names = Object.keys(CLIENTS).filter((name) => values.client.includes(name));
const sizes = SIZES.filter((size) => values.size.includes(size));
const isFine = values.alloc
  ? await measureAllocation(names)
  : await measureRates(names, sizes, Number(values.rounds), Number(values.milliseconds));
process.exit(isFine ? 0 : 1);
