/**
 * Closed JSON schemas for the parts of GitHub's issue forms and Dependabot's settings that we use, since no
 * npm package has GitHub's own. If GitHub's documentation allows a key that is missing here, add it. Part of
 * `node scripts/check-github.ts`.
 *
 * @module
 */
const text = { type: 'string', minLength: 1 };
const list = { type: 'array', items: text, minItems: 1 };
const closed = (required: readonly string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const labelled = { label: text, description: text };
const validations = closed([], { required: { type: 'boolean' } });
const field = (type: string, attributes: object) =>
  closed(['type', 'id', 'attributes'], {
    type: { const: type },
    id: { type: 'string', pattern: '^[a-zA-Z0-9_-]+$' },
    attributes,
    validations,
  });
const option = closed(['label'], { label: text, required: { type: 'boolean' } });

export const issueFormSchema = closed(['name', 'description', 'body'], {
  name: text,
  description: text,
  title: text,
  labels: list,
  body: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['type'],
      discriminator: { propertyName: 'type' },
      oneOf: [
        closed(['type', 'attributes'], {
          type: { const: 'markdown' },
          attributes: closed(['value'], { value: text }),
        }),
        field('input', closed(['label'], { ...labelled, placeholder: text, value: text })),
        field('textarea', closed(['label'], { ...labelled, placeholder: text, value: text, render: text })),
        field(
          'dropdown',
          closed(['label', 'options'], { ...labelled, multiple: { type: 'boolean' }, options: list }),
        ),
        field(
          'checkboxes',
          closed(['label', 'options'], {
            ...labelled,
            options: { type: 'array', items: option, minItems: 1 },
          }),
        ),
      ],
    },
  },
});

export const issueConfigSchema = closed(['blank_issues_enabled'], {
  blank_issues_enabled: { type: 'boolean' },
  contact_links: {
    type: 'array',
    items: closed(['name', 'url', 'about'], {
      name: text,
      url: { type: 'string', pattern: '^https://' },
      about: text,
    }),
  },
});

const updateTypes = { enum: ['major', 'minor', 'patch'] };
const ecosystem = closed(['package-ecosystem', 'schedule', 'cooldown', 'groups'], {
  'package-ecosystem': { enum: ['npm', 'github-actions'] },
  directory: text,
  directories: list,
  schedule: closed(['interval'], { interval: { enum: ['daily', 'weekly', 'monthly'] } }),
  cooldown: closed(['default-days'], {
    'default-days': { type: 'integer', minimum: 3, maximum: 90 },
    'semver-major-days': { type: 'integer', minimum: 3, maximum: 90 },
  }),
  'open-pull-requests-limit': { type: 'integer', minimum: 1 },
  groups: {
    type: 'object',
    minProperties: 1,
    additionalProperties: closed(['patterns'], {
      patterns: list,
      'exclude-patterns': list,
      'update-types': { type: 'array', items: updateTypes, minItems: 1 },
    }),
  },
  ignore: {
    type: 'array',
    items: closed(['dependency-name'], {
      'dependency-name': text,
      versions: list,
      'update-types': {
        type: 'array',
        items: { enum: ['version-update:semver-major', 'version-update:semver-minor'] },
      },
    }),
  },
});

export const dependabotSchema = closed(['version', 'updates'], {
  version: { const: 2 },
  updates: { type: 'array', minItems: 2, items: ecosystem },
});
