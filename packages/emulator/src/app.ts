/**
 * One node of the emulated Center, as a function from requests to responses. Handles path, sign-in and
 * tolerances; serve.ts does the rest.
 *
 * @module
 */
import { createAuthorize } from './authorize.ts';
import type { ShowDescription } from './description.ts';
import type { ImplicitOptions } from './implicit-options.ts';
import { authenticate, type Caller } from './bearer.ts';
import { preflight, readable } from './cors.ts';
import { createLinks, type Download, isDownload } from './links.ts';
import { type Answer, file, json, plain } from './http/answer.ts';
import { type Asked, headerOf } from './http/asked.ts';
import { inWantedForm } from './http/xml.ts';
import { BodyProblem, hasBody, type Multipart, readMultipart } from './http/body.ts';
import { createRouter, type Found } from './http/router.ts';
import { operations } from './internal/openapi.ts';
import { createOAuth, type OAuth } from './oauth.ts';
import { isSecret } from './passwords.ts';
import { readJson, tolerateQuery } from './request-body.ts';
import { type Notes, tolerateInto } from './request-log.ts';
import { denied, isAllowed, type Order, serve, type Serving } from './serve.ts';
import type { Tokens } from './tokens.ts';
import type { Tolerate } from './tolerances.ts';

export interface AppOptions extends Omit<Serving, 'tokens'> {
  readonly tokenLifetime: number;
  readonly tokenRenewal: 'same' | 'new';
  readonly implicit: ImplicitOptions;
  readonly showDescription: ShowDescription;
  /** Tokens of other nodes that are valid here too. */
  readonly otherTokens: () => readonly Tokens[];
}

export interface App {
  /** The operation of a request, which faults need before the response. */
  operationOf(asked: Asked): string | undefined;
  handle(asked: Asked, notes: Notes): Promise<Answer>;
  /** Serves a call that another node forwards. That node has checked the caller. */
  passedOn(order: Omit<Order, 'operation' | 'path'>, method: string, path: string): Promise<Answer>;
  readonly oauth: OAuth;
}

const REST = '/cloudlink/rest';
const TOKEN = '/cloudlink/oauth/token';

/** Path content that Tomcat and Spring Security refuse (F). */
const REFUSED_PATH = /%2f|%5c|%25|%2e|%3b|;|\\|\/\/|%0|%1|%7f/i;

const route = createRouter(operations.filter(({ path }) => !path.startsWith('/oauth/')));

export function createApp(options: AppOptions): App {
  const { state, guesses, now } = options;
  const oauth = createOAuth(state, options);
  const links = createLinks(guesses, now);
  const serving: Serving = { ...options, tokens: oauth.tokens };
  const authorize = createAuthorize({
    implicit: options.implicit,
    isPassword: (user, password) => isSecret(state, user, password, false),
    issue: (user) => oauth.tokens.issue(user),
  });

  async function handle(asked: Asked, notes: Notes): Promise<Answer> {
    const tolerate = tolerateInto(notes);
    if (REFUSED_PATH.test(asked.path)) return plain(400, 'The path is refused.');
    if (asked.path === TOKEN) {
      notes.operation = 'oauth.requestToken';
      const answer = await oauth.token(asked, tolerate);
      // A failed sign-in counts, and may lock the user.
      if (answer.status === 401) options.changed();
      return answer;
    }
    const signingIn = authorize(asked);
    if (signingIn !== undefined) return signingIn;
    if (!asked.path.startsWith(`${REST}/`)) return plain(404, 'There is no such page.');
    const early = preflight(state, asked, guesses);
    return early ?? readable(state, asked, await api(asked, notes, tolerate));
  }

  async function api(asked: Asked, notes: Notes, tolerate: Tolerate): Promise<Answer> {
    const found = findOperation(asked, tolerate);
    if (typeof found === 'object') notes.operation = found.operation.operationId;
    const isOpenLink =
      !guesses.linkNeedsToken &&
      typeof found === 'object' &&
      found.operation.operationId === 'links.download';
    if (isOpenLink) return follow(found.path['link'] ?? '', asked);
    const caller = authenticate(asked, [oauth.tokens, ...options.otherTokens()], tolerate);
    if ('answer' in caller) return caller.answer;
    notes.user = caller.user;
    const description = options.showDescription(asked);
    if (description !== undefined) return description;
    if (found === 'another method') return plain(405, `The method ${asked.method} is not supported here.`);
    if (found === 'nothing') return plain(404, 'There is no such resource.');
    const { operation, path } = found;
    const allowed = isAllowed(operation, caller.user, state);
    if (operation.permissions.length > 0) notes.permission = allowed ? 'allowed' : 'denied';
    if (!allowed) return inWantedForm(denied(), headerOf(asked, 'accept'));
    const query = Object.fromEntries(asked.query);
    if (operation.operationId === 'links.create') return createLink(path['path'] ?? '', query, caller, notes);
    if (operation.operationId === 'links.download') return follow(path['link'] ?? '', asked);
    tolerateQuery(operation, query, tolerate);
    const order = { operation, path, query, caller, address: asked.address };
    if (operation.requestBody === undefined) {
      if (hasBody(asked.message)) tolerate('body-not-wanted');
      return serve(serving, order, notes);
    }
    return serveWithBody(order, asked, notes, tolerate);
  }

  async function serveWithBody(
    order: Order,
    asked: Asked,
    notes: Notes,
    tolerate: Tolerate,
  ): Promise<Answer> {
    const content = order.operation.requestBody?.content ?? {};
    let form: Multipart | undefined;
    try {
      if ('multipart/form-data' in content) {
        form = await readMultipart(asked.message);
        const known = Object.keys(content['multipart/form-data']?.schema?.properties ?? {});
        for (const name of form.fields.keys()) if (!known.includes(name)) tolerate('unknown-part', name);
        return await serve(serving, { ...order, form }, notes);
      }
      const body = await readJson(order.operation, asked, tolerate);
      return await serve(serving, { ...order, body }, notes);
    } catch (error) {
      if (!(error instanceof BodyProblem)) throw error;
      notes.problem = error.message;
      return plain(error.status, error.message);
    } finally {
      form?.dispose();
    }
  }

  /** Creates links only for downloads, and only for users with the permission (S). */
  function createLink(path: string, query: Record<string, string>, caller: Caller, notes: Notes): Answer {
    const found = findPath('GET', `/${path}`);
    if (
      typeof found === 'string' ||
      !isDownload(found.operation) ||
      found.operation.operationId === 'links.download'
    )
      return plain(404, 'There is nothing to download.');
    const allowed = isAllowed(found.operation, caller.user, state);
    notes.permission = allowed ? 'allowed' : 'denied';
    if (!allowed) return denied();
    return json(200, { link: links.create({ ...found, query, user: caller.user, session: caller.session }) });
  }

  async function follow(link: string, asked: Asked): Promise<Answer> {
    const download: Download | undefined = links.follow(link);
    if (download === undefined) return plain(404, 'There is no such link.');
    const { operation, path, query, user, session } = download;
    const answer = await serve(
      serving,
      { operation, path, query, caller: { user, session }, address: asked.address },
      {},
    );
    return answer.body === undefined ? file(200, '', 'file') : answer;
  }

  return {
    operationOf: (asked) => {
      if (asked.path === TOKEN) return 'oauth.requestToken';
      const found = findOperation(asked, () => undefined);
      return typeof found === 'object' ? found.operation.operationId : undefined;
    },
    handle,
    async passedOn(order, method, path) {
      const found = findPath(method.toUpperCase(), path);
      if (typeof found === 'string') return plain(404, 'There is no such resource.');
      if (!isAllowed(found.operation, order.caller.user, state)) return denied();
      return serve(serving, { ...order, ...found }, {});
    },
    oauth,
  };
}

function findOperation({ method, path }: Asked, tolerate: Tolerate): Found {
  const inside = path.slice(REST.length);
  if (!inside.endsWith('/') || inside === '/') return findPath(method, inside);
  tolerate('trailing-slash');
  return findPath(method, inside.slice(0, -1));
}

function findPath(method: string, path: string): Found {
  try {
    return route(method, path.split('/').slice(1).map(decodeURIComponent));
  } catch {
    return 'nothing'; // Invalid percent-encoding.
  }
}
