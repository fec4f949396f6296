/**
 * `pnpm bench:http [--rounds 21] [--milliseconds 150] [--client ours] [--size "300 B"] [--alloc]`: calls a
 * second beside the peers, as ratios to global fetch and to undici.request, over TCP and over TLS; `--alloc`
 * measures the heap that a call takes instead, which has a limit.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { finish } from './figures.ts';
import { measureAllocation } from './http/allocation.ts';
import { SIZES } from './http/answers.ts';
import { CLIENTS, PEERS } from './http/clients.ts';
import { generateHeyApi } from './http/hey-api.ts';
import { measureRates } from './http/rates.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    milliseconds: { type: 'string', default: '150' },
    client: { type: 'string', multiple: true, default: [...PEERS] },
    size: { type: 'string', multiple: true, default: [...SIZES] },
    alloc: { type: 'boolean', default: false },
  },
});
const names = Object.keys(CLIENTS).filter((name) => values.client.includes(name));
if (names.includes('hey-api')) await generateHeyApi();
const figures = values.alloc
  ? await measureAllocation(names)
  : await measureRates({
      names,
      sizes: SIZES.filter((size) => values.size.includes(size)),
      rounds: Number(values.rounds),
      milliseconds: Number(values.milliseconds),
    });
finish(figures);
