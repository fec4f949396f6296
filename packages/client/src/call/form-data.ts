/**
 * The body of a named method that takes files: an object of Blobs becomes multipart form data.
 *
 * @module
 */

export function formData(path: string, body: unknown): FormData {
  if (body instanceof FormData) return body;
  if (typeof body !== 'object' || body === null)
    throw new TypeError(`The body of ${path} must be an object of files.`);
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (!(value instanceof Blob))
      throw new TypeError(`"${name}" in the body of ${path} must be a Blob or a File.`);
    form.append(name, value);
  }
  return form;
}
