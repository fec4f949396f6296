/**
 * Requests that the emulator accepts although the specification does not allow them, because the appliance
 * does. The request log lists each use.
 *
 * @module
 */
import type { Mark } from './mark.ts';

export type Tolerance =
  | 'text-after-json'
  | 'boolean-as-text'
  | 'unknown-field'
  | 'unknown-query'
  | 'unknown-part'
  | 'body-not-wanted'
  | 'date-elsewhere'
  | 'trailing-slash'
  | 'no-json-type'
  | 'token-in-query'
  | 'comma-after-token'
  | 'basic-credentials'
  | 'form-encoded-basic'
  | 'repeated-scope'
  | 'empty-scope';

/** The source of each tolerance, and what it accepts. */
export const TOLERANCES: Readonly<Record<Tolerance, { readonly mark: Mark; readonly what: string }>> = {
  'text-after-json': { mark: 'S', what: 'text after the JSON value of a body; the first value is read' },
  'boolean-as-text': { mark: 'S', what: 'a boolean property sent as "true" or "false"' },
  'unknown-field': { mark: 'S', what: 'a field that the model lacks; it is dropped' },
  'unknown-query': {
    mark: 'S',
    what: 'a query parameter that the operation lacks, such as product=vm',
  },
  'unknown-part': { mark: 'S', what: 'a form field besides the files, such as product=vm' },
  'body-not-wanted': { mark: 'S', what: 'a body on a call that takes none, such as a DELETE' },
  'date-elsewhere': { mark: 'S', what: 'the start date of a licence under another name' },
  'trailing-slash': { mark: 'F', what: 'a slash at the end of the path' },
  'no-json-type': { mark: 'S', what: 'a JSON body under another Content-Type' },
  'token-in-query': { mark: 'F', what: 'the token as ?access_token= of an API call' },
  'comma-after-token': { mark: 'F', what: 'a comma and more after the bearer token' },
  'basic-credentials': { mark: 'F', what: 'HTTP Basic at the token endpoint' },
  'form-encoded-basic': {
    mark: 'I',
    what: 'HTTP Basic with form-encoded parts, as in RFC 6749 §2.3.1',
  },
  'repeated-scope': { mark: 'F', what: 'a scope that is named twice' },
  'empty-scope': { mark: 'F', what: 'an empty scope, which means the default ones' },
};

/** Notes that something was tolerated. */
export type Tolerate = (tolerance: Tolerance, detail?: string) => void;
