import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAnswer } from '../../src/internal/redirect-page.ts';
import { newState } from '../../src/internal/sign-in-attempts.ts';

const APP = 'https://app.example.com';
const CALLBACK = `${APP}/callback`;
const STATE = newState('redirect');
const GRANTED = `access_token=a-b&token_type=bearer&state=${STATE}&expires_in=7199`;

test.each([
  ['a route with a state', `${APP}/#/machines?state=encrypted`],
  ['a state that comes twice', `${APP}/machines?state=a&state=b`],
  ['a state and a fragment', `${APP}/x?state=a#disks`],
  ['an error page', `${APP}/oops?error=500`],
  ['an answer on another page', `${APP}/other#${GRANTED}`],
  ['an answer on another origin', `https://app2.example.com/callback#${GRANTED}`],
  ['the redirect page with nothing', CALLBACK],
  ['the redirect page with a state alone', `${CALLBACK}?state=${STATE}#state=${STATE}`],
  ['the redirect page with a number for an error', `${CALLBACK}?error=500`],
  ['the redirect page with a sentence that ends in a word of OAuth', `${CALLBACK}?error=No%20such_thing`],
  ['the redirect page with a sentence that begins with one', `${CALLBACK}?error=such_thing%20is%20missing`],
  ['a state that is longer than ours', `${CALLBACK}#error=oops&state=${STATE}0`],
  ['a state that ends like ours', `${CALLBACK}#error=oops&state=x${STATE}`],
  ['the redirect page with a route', `${CALLBACK}#/machines?error=none`],
])('finds nothing in %s', (_, href) => {
  expect(findAnswer(href, CALLBACK)).toBeUndefined();
});

test.each([
  ['a token', `${CALLBACK}#${GRANTED}`, CALLBACK],
  [
    'a token beside parameters of the application',
    `${CALLBACK}?a=%41+b&&c#${GRANTED}`,
    `${CALLBACK}?a=%41+b&&c`,
  ],
  ['a token in the query', `${CALLBACK}?a=1&${GRANTED}#part`, `${CALLBACK}?a=1#part`],
  ['a token alone in the query', `${CALLBACK}?${GRANTED}`, CALLBACK],
  ['a token without a state', `${CALLBACK}#access_token=x`, CALLBACK],
  ['an error in the query', `${CALLBACK}?error=server_error&x=%20#part`, `${CALLBACK}?x=%20#part`],
  ['an error without a state', `${CALLBACK}#error=access_denied`, CALLBACK],
  ['an unknown error for one of our sign-ins', `${CALLBACK}#error=oops&state=${STATE}`, CALLBACK],
])('finds %s, and leaves the rest to the byte', (_, href, clean) => {
  expect(findAnswer(href, CALLBACK)?.clean).toBe(clean);
});

test('a redirect URI with a query is that page only', () => {
  const redirectUri = `${APP}/?page=callback`;
  expect(findAnswer(`${APP}/#${GRANTED}`, redirectUri)).toBeUndefined();
  expect(findAnswer(`${APP}/?page=callback#${GRANTED}`, redirectUri)?.clean).toBe(redirectUri);
});

test('whatever the address of another page, it is left alone', () => {
  const page = fc.webUrl({ withFragments: true, withQueryParameters: true });
  fc.assert(
    fc.property(page, (href) => {
      expect(findAnswer(href, CALLBACK)).toBeUndefined();
    }),
  );
});

test('whatever parameters an application has on the redirect page, they are left to the byte', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '=', '&', '%20', '+', 'state=', 'code=', '/', 'scope'),
  });
  fc.assert(
    fc.property(text, text, (query, fragment) => {
      const href = new URL(`${CALLBACK}?${query}#${fragment}`).href;
      expect(findAnswer(href, CALLBACK)).toBeUndefined();
      const page = new URL(`${CALLBACK}?${query}`).href;
      expect(findAnswer(`${page}#${GRANTED}`, CALLBACK)?.clean).toBe(page);
    }),
  );
});

test('an answer is on the redirect page only, and has a token, an error of OAuth, or our state', () => {
  const rows: [string, string | undefined][] = [
    [`${CALLBACK}#${GRANTED}`, CALLBACK],
    [`${APP}/other#${GRANTED}`, undefined],
    [`https://app2.example.com/callback#${GRANTED}`, undefined],
    [`https://app2.example.com/other#${GRANTED}`, undefined],
    [`${CALLBACK}#error=access_denied`, CALLBACK],
    [`${CALLBACK}#error=oops&state=${STATE}`, CALLBACK],
    [`${CALLBACK}#state=${STATE}`, undefined],
    [`${CALLBACK}#error=oops`, undefined],
    [`${CALLBACK}#error=No%20such_thing`, undefined],
    [`${CALLBACK}#error=such_thing%20is%20missing`, undefined],
    [
      `${CALLBACK}?my_state=1&error=server_error&error_uri=x&state=y&statement=2`,
      `${CALLBACK}?my_state=1&statement=2`,
    ],
  ];
  for (const [href, clean] of rows) expect(findAnswer(href, CALLBACK)?.clean, href).toBe(clean);
});
