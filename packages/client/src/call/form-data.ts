/**
 * Turns the body of a named method that takes files, an object of Blobs, into multipart form data.
 *
 * @module
 */

/**
 * Reads the files into memory. A read error then reaches the caller unchanged; inside `Response` or `fetch`
 * it would end the process on some versions of Node.
 */
export async function formData(path: string, body: unknown): Promise<FormData> {
  if (typeof body !== 'object' || body === null)
    throw new TypeError(`The body of ${path} must be an object of files.`);
  const form = new FormData();
  for (const [name, value] of body instanceof FormData ? body : Object.entries(body)) {
    if (value instanceof Blob) form.append(name, await held(value), nameOf(value));
    else if (body instanceof FormData) form.append(name, value as string);
    else throw new TypeError(`"${name}" in the body of ${path} must be a Blob or a File.`);
  }
  return form;
}

async function held(file: Blob): Promise<Blob> {
  return new Blob([await file.arrayBuffer()], { type: file.type });
}

/** The default name that `append` uses. */
function nameOf(file: Blob): string {
  return file instanceof File ? file.name : 'blob';
}
