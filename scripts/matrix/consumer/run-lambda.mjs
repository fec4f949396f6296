/**
 * Calls a function as its host does: `run-lambda.mjs <bundle> <facts.json>`. Prints how it ended, as one line
 * of JSON. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle, factsFile] = process.argv.slice(2);
try {
  const loaded = await import(pathToFileURL(bundle).href);
  // Names in CommonJS are not always seen from outside.
  const { handler } = loaded.handler === undefined ? loaded.default : loaded;
  const facts = JSON.parse(readFileSync(factsFile, 'utf8'));
  console.log(JSON.stringify({ saw: await handler({ facts }) }));
} catch (error) {
  const { code, name, message, stack } = error;
  console.log(JSON.stringify({ code: code ?? name, message, stack }));
}
