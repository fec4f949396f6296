import { expect, test } from 'vitest';
import { requestFault } from '../src/transport/request-fault.ts';

test.each(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'])(
  '%s is a mistake of the caller, at any depth',
  (code) => {
    const error = { code, message: 'invalid header' };
    const fault = new TypeError('The request cannot be sent: invalid header.');
    for (const one of [error, { cause: error }, { code: 'OTHER', cause: { cause: error } }])
      expect(requestFault(one)).toEqual(fault);
  },
);

test.each([[undefined], [null], ['UND_ERR_INVALID_ARG'], [{ code: 'ECONNRESET', cause: null }]])(
  '%j is none',
  (error) => {
    expect(requestFault(error)).toBeUndefined();
  },
);
