/** Joining a description with what this SDK knows: our knowledge stays, their changes come in. */
import { expect, test } from 'vitest';
import { generate } from '../src/generate.ts';
import type { OpenApiDocument } from '../src/document/openapi-document.ts';
import { appliance, described, type Json, knowledge, part } from './descriptions.ts';

const known = knowledge();

async function joined(
  change: (paths: Json, definitions: Json) => void,
): Promise<{ document: OpenApiDocument; changes: string[] }> {
  const document = appliance();
  change(part(document, 'paths'), part(document, 'definitions'));
  const { files, changes } = generate(await described(document), known);
  return {
    document: JSON.parse(files['openapi.json'] ?? '') as OpenApiDocument,
    changes: changes.map(({ kind, at, what }) => `${kind} ${at}: ${what}`),
  };
}
const propertiesOf = (definitions: Json, name: string): Json => part(part(definitions, name), 'properties');

test('ids, words, permissions, open unions, examples and repeat-safety are ours', async () => {
  const { document, changes } = await joined(() => {});
  expect(changes).toEqual([]);
  expect(document.paths['/securevm/{uuid}/encryption/{disk_id}']?.put).toEqual(
    expect.objectContaining({
      operationId: 'machines.setDiskEncryption',
      'x-cloudlink-permissions': ['Change Machine Encryption'],
      'x-cloudlink-repeatable': false,
      description: known.paths['/securevm/{uuid}/encryption/{disk_id}']?.put?.description,
    }),
  );
  expect(document.components.schemas['Disk']?.properties?.['state']?.['x-extensible-enum']).toContain(
    'encrypted',
  );
});

test('a new property comes into every schema of its model that is not about something else', async () => {
  const { document, changes } = await joined((_, definitions) => {
    propertiesOf(definitions, 'UserModel')['badge'] = { type: 'string' };
  });
  expect(document.components.schemas['User']?.properties).toHaveProperty('badge');
  expect(document.components.schemas['UserCreate']?.properties).toHaveProperty('badge');
  expect(changes).toContain('new User: has the property badge');
});

test('what we leave out on purpose stays out', async () => {
  const { document } = await joined(() => {});
  expect(document.components.schemas['User']?.properties).not.toHaveProperty('password');
  expect(document.components.schemas['UserCreate']?.properties).toHaveProperty('password');
});

test('a property that is gone, one of another type, and a new value are told', async () => {
  const { document, changes } = await joined((paths, definitions) => {
    delete propertiesOf(definitions, 'VmModel')['name'];
    propertiesOf(definitions, 'VmDiskInfo')['size'] = { type: 'string' };
    propertiesOf(definitions, 'VmDiskInfo')['state'] = { type: 'string', enum: ['encrypted', 'melted'] };
    delete paths['/cors'];
  });
  expect(document.components.schemas['Machine']?.properties).not.toHaveProperty('name');
  expect(document.components.schemas['Disk']?.properties?.['size']).toMatchObject({ type: 'string' });
  expect(document.components.schemas['Disk']?.properties?.['state']?.['x-extensible-enum']).toEqual(
    expect.arrayContaining(['unencrypted', 'melted']),
  );
  expect(changes.toSorted()).toEqual([
    'changed Disk: the type of size changed',
    'gone Machine: lacks the property name',
    'gone cors.allowOrigin: was POST /cors',
    'new Disk: state knows the values melted',
  ]);
});

test('distinct items stay distinct', async () => {
  const { document } = await joined((_, definitions) => {
    propertiesOf(definitions, 'UserModel')['roles'] = {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string' },
    };
  });
  expect(document.components.schemas['User']?.properties?.['roles']).toMatchObject({ uniqueItems: true });
});

test('a model of theirs that has the name of ours for something else gets another', async () => {
  const { document } = await joined((paths, definitions) => {
    definitions['Location'] = { type: 'object', properties: { latitude: { type: 'number' } } };
    paths['/where'] = {
      get: {
        operationId: 'where',
        responses: { 200: { description: 'OK', schema: { $ref: '#/definitions/Location' } } },
      },
    };
  });
  expect(document.components.schemas['LocationModel']?.properties).toHaveProperty('latitude');
  expect(document.components.schemas['Location']?.properties).not.toHaveProperty('latitude');
});
