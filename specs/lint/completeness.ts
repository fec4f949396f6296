/**
 * Rules about the whole specification: every file is used, and no public method disappears without a reason.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Oas3Visitor } from '@redocly/openapi-core';
import { report } from './report.ts';

type PublicMethods = { methods: string[]; removed: { method: string; reason: string }[] };

const SPECS = fileURLToPath(new URL('..', import.meta.url));

export function filesAreReferenced(): Oas3Visitor {
  return {
    Root(_root, ctx) {
      const files = ['paths', 'components'].flatMap((folder) => yamlFiles(join(SPECS, folder)));
      const referenced = new Set(
        [join(SPECS, 'openapi.yaml'), ...files].flatMap((file) =>
          [...readFileSync(file, 'utf8').matchAll(/\$ref: *['"]?([^\s'"#]+\.yaml)/g)].map(([, target = '']) =>
            resolve(dirname(file), target),
          ),
        ),
      );
      for (const file of files) {
        if (!referenced.has(file))
          report(ctx, `Nothing refers to specs/${file.slice(SPECS.length)}.`, ['paths']);
      }
    },
  };
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
}

export function removedMethodsAreExplained(): Oas3Visitor {
  const present = new Set<string>();
  return {
    Operation(operation) {
      if (!operation['x-cloudlink-hidden']) present.add(operation.operationId ?? '');
    },
    Root: {
      leave(_root, ctx) {
        // This rule itself reports invalid entries.
        const { methods, removed } = JSON.parse(
          readFileSync(join(SPECS, 'public-methods.json'), 'utf8'),
        ) as PublicMethods;
        const listed = new Set(methods);
        const explained = new Set(removed.filter(({ reason }) => reason !== '').map(({ method }) => method));
        const say = (text: string): void => report(ctx, text, ['paths']);
        for (const method of methods) {
          if (!present.has(method))
            say(`Callers had ${method}. Move it to "removed" in specs/public-methods.json, with the reason.`);
        }
        for (const method of present) {
          if (explained.has(method))
            say(`${method} exists, so it must not be in "removed" of public-methods.json.`);
          if (!listed.has(method)) say(`Add ${method} to "methods" in specs/public-methods.json.`);
        }
        for (const { method, reason } of removed) if (reason === '') say(`Say why ${method} was removed.`);
      },
    },
  };
}
