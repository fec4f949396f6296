/**
 * Loaded with `--import`: writes the addresses of all modules that the process loads into the file that
 * LOADED_MODULES names.
 */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env.LOADED_MODULES, JSON.stringify(loaded)));
