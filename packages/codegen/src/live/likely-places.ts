/**
 * Where a Center may serve its own description. Every entry is a guess: the vendor does not publish the
 * place, and `restDocumentation.update` decides whether it is served at all. The paths are those of common
 * generators, below `/cloudlink/rest`.
 *
 * @module
 */

/** One path to try. All of them are guesses until one is confirmed. */
export interface LikelyPlace {
  readonly path: string;
  readonly why: string;
  readonly evidence: 'guess';
}

export const LIKELY_PLACES: readonly LikelyPlace[] = [
  { path: '/v2/api-docs', why: 'Springfox, Swagger 2.0', evidence: 'guess' },
  { path: '/api-docs', why: 'older Springfox and Swagger servers', evidence: 'guess' },
  { path: '/v3/api-docs', why: 'springdoc and Springfox 3, OpenAPI 3', evidence: 'guess' },
  { path: '/swagger.json', why: 'Swagger servers', evidence: 'guess' },
  { path: '/openapi.json', why: 'OpenAPI servers', evidence: 'guess' },
  {
    path: '/documentation/swagger.json',
    why: 'the path of the setting that shows the pages',
    evidence: 'guess',
  },
  { path: '/documentation', why: 'the path of the setting that shows the pages', evidence: 'guess' },
];
