/** How files become a form. `transfers.test.ts` and `local-files.test.ts` send some. */
import { expect, test } from 'vitest';
import { formData } from '../src/call/form-data.ts';

const PATH = '/licenses';

async function fieldsOf(form: FormData): Promise<unknown[]> {
  return Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()],
    ),
  );
}

test('a Blob and a File keep their bytes, type and name', async () => {
  const body = {
    plain: new Blob(['a'], { type: 'image/png' }),
    named: new File(['b'], 'b.lic', { type: 'text/plain' }),
    untyped: new Blob(['c']),
  };
  expect(await fieldsOf(await formData(PATH, body))).toEqual([
    ['plain', 'blob', 'image/png', 'a'],
    ['named', 'b.lic', 'text/plain', 'b'],
    ['untyped', 'blob', '', 'c'],
  ]);
});

test('a form may have texts, and several values of one name', async () => {
  const body = new FormData();
  body.append('file', new Blob(['a']), 'a.lic');
  body.append('file', new Blob(['b']));
  body.append('note', 'a text');
  expect(await fieldsOf(await formData(PATH, body))).toEqual([
    ['file', 'a.lic', '', 'a'],
    ['file', 'blob', '', 'b'],
    ['note', 'a text'],
  ]);
});

test.each([undefined, null, 'text', 7, true])('the body %j is a TypeError', async (body) => {
  await expect(formData(PATH, body)).rejects.toThrow('The body of /licenses must be an object of files.');
});

test.each(['text', 7, null, undefined, new Uint8Array(1), { size: 1 }])(
  'the value %j in an object is a TypeError that names it',
  async (file) => {
    const message = '"file" in the body of /licenses must be a Blob or a File.';
    await expect(formData(PATH, { file })).rejects.toThrow(message);
  },
);
