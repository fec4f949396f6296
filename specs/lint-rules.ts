/**
 * The project's own lint rules, as a Redocly plugin. README.md explains the rules; extensions.schema.json has
 * the schemas of the extensions.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Oas3Rule, Oas3Visitor } from '@redocly/openapi-core';
import { filesAreReferenced, removedMethodsAreExplained } from './lint/completeness.ts';
import { cursorsExist, extensionsAreValid } from './lint/extensions.ts';
import { isRecord, report } from './lint/report.ts';

type Plugin = { id: string; rules: { oas3: Record<string, Oas3Rule> } };

const OPERATION_ID = /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*){1,2}$/;
const VERBS = readVerbs();
const METHODS = ['get', 'put', 'post', 'delete'] as const;

export default function cloudlinkRules(): Plugin {
  return {
    id: 'cloudlink',
    rules: {
      oas3: {
        'path-is-a-file-reference': pathIsAFileReference,
        'operation-id-names-its-group': operationIdNamesItsGroup,
        'words-are-complete': wordsAreComplete,
        'statuses-are-declared': statusesAreDeclared,
        'json-bodies-have-examples': jsonBodiesHaveExamples,
        'required-parameters-have-examples': requiredParametersHaveExamples,
        'extensions-are-valid': extensionsAreValid,
        'cursors-exist': cursorsExist,
        'files-are-referenced': filesAreReferenced,
        'removed-methods-are-explained': removedMethodsAreExplained,
        'values-are-open': valuesAreOpen,
      },
    },
  };
}

function pathIsAFileReference(): Oas3Visitor {
  return {
    Paths(paths, ctx) {
      for (const [path, item] of Object.entries(paths)) {
        const reference: unknown = item !== undefined && '$ref' in item ? item.$ref : undefined;
        if (typeof reference !== 'string' || !reference.startsWith('paths/')) {
          report(ctx, `${path} must be a reference to a file below paths/.`, [path]);
        }
      }
    },
  };
}

function operationIdNamesItsGroup(): Oas3Visitor {
  return {
    Operation(operation, ctx) {
      const id = operation.operationId ?? '';
      if (!OPERATION_ID.test(id))
        report(ctx, `operationId "${id}" must have the form group.method.`, ['operationId']);
      const verb = /^[a-z]+/.exec(id.split('.').at(-1) ?? '')?.[0] ?? '';
      if (!VERBS.has(verb)) {
        const allowed = [...VERBS].join(', ');
        report(ctx, `"${verb}" of ${id} is not a verb of specs/README.md. Allowed: ${allowed}.`, [
          'operationId',
        ]);
      }
      const group = id.split('.')[0];
      if (operation.tags?.[0] !== group) report(ctx, `The tag of ${id} must be "${group}".`, ['tags']);
      if (!ctx.location.source.absoluteRef.includes(`/paths/${group}/`)) {
        report(ctx, `${id} must be in a file in paths/${group}/.`, ['operationId']);
      }
    },
  };
}

function wordsAreComplete(): Oas3Visitor {
  return {
    any: {
      enter(node: unknown, ctx) {
        if (!isRecord(node)) return;
        for (const key of ['summary', 'description']) {
          const text = node[key];
          if (typeof text === 'string' && (text.trim() === '' || text.includes('TODO'))) {
            report(ctx, `The ${key} is not written yet.`, [key]);
          }
        }
      },
    },
    Operation(operation, ctx) {
      const summary = operation.summary ?? '';
      if (summary.length > 70 || summary.endsWith('.')) {
        report(ctx, 'A summary has at most 70 characters and no full stop.', ['summary']);
      }
      if (operation.summary === undefined) report(ctx, 'An operation needs a summary.', ['operationId']);
      if (operation.description === undefined)
        report(ctx, 'An operation needs a description.', ['operationId']);
    },
    Parameter(parameter, ctx) {
      if (parameter.description === undefined)
        report(ctx, `Parameter ${parameter.name} needs a description.`, ['name']);
    },
    SchemaProperties(properties, ctx) {
      for (const [name, property] of Object.entries(properties)) {
        if (!('$ref' in property) && property.description === undefined)
          report(ctx, `Property ${name} needs a description.`, [name]);
      }
    },
  };
}

function statusesAreDeclared(): Oas3Visitor {
  return {
    Operation(operation, ctx) {
      const isPublic = operation.security?.length === 0;
      const wanted = isPublic ? ['default'] : ['401', '403', 'default'];
      for (const status of wanted) {
        if (!(status in operation.responses))
          report(ctx, `The response ${status} is missing.`, ['responses']);
      }
      for (const fact of ['x-cloudlink-permissions', 'x-cloudlink-repeatable']) {
        if (!(fact in operation)) report(ctx, `${fact} is missing.`, ['operationId']);
      }
    },
  };
}

function jsonBodiesHaveExamples(): Oas3Visitor {
  return {
    MediaTypesMap(map, ctx) {
      const media = map['application/json'];
      if (media === undefined || ctx.location.source.absoluteRef.includes('/components/responses/')) return;
      const examples = Object.values(media.examples ?? {});
      if (examples.length === 0) report(ctx, 'A JSON body needs a named example.', ['application/json']);
      for (const example of examples) {
        if (!('summary' in example) || !example.summary) {
          report(ctx, 'An example needs a summary.', ['application/json', 'examples']);
        }
      }
    },
  };
}

function requiredParametersHaveExamples(): Oas3Visitor {
  return {
    Parameter(parameter, ctx) {
      if (parameter.required === true && parameter.example === undefined && parameter.examples === undefined)
        report(ctx, `The required parameter ${parameter.name} must have an example.`, ['name']);
    },
  };
}

function valuesAreOpen(): Oas3Visitor {
  return {
    Schema(schema, ctx) {
      if ('enum' in schema)
        report(ctx, 'Use x-extensible-enum: the server may add values at any time.', ['enum']);
    },
    PathItem(item, ctx) {
      for (const key of Object.keys(item)) {
        const isMethod = METHODS.some((method) => method === key);
        if (!isMethod && key !== 'parameters' && key !== 'servers' && key !== '$ref') {
          report(
            ctx,
            `A path file contains parameters, servers and ${METHODS.join(', ')}, but not "${key}".`,
            [key],
          );
        }
      }
    },
  };
}

/** Reads the list of verbs from the README, its only place. */
function readVerbs(): ReadonlySet<string> {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const list = /verb from this list[^:]*: ([^.]+)\./.exec(readme)?.[1] ?? '';
  return new Set([...list.matchAll(/`(\w+)`/g)].map(([, verb = '']) => verb));
}
