/**
 * The emulated Center as a fetch-like application: sign-in, permission, validation, handler, validation, audit.
 *
 * @module
 */
import { type Context, Hono } from 'hono';
import { audit } from './audit.ts';
import { createAuthorize, type ImplicitOptions } from './authorize.ts';
import { cors } from './cors.ts';
import { createLinks } from './links.ts';
import { exampleAnswer, type Operation, operations } from './internal/openapi.ts';
import { createValidator } from './internal/validator.ts';
import { createOAuth, type OAuth, oauthError } from './oauth.ts';
import { permissionsOf } from './permissions.ts';
import { type Call, type Handlers, Refusal } from './routes/handler.ts';
import { collections, mustExist } from './routes/collections.ts';
import { keys } from './routes/keys.ts';
import { machineGroups } from './routes/machine-groups.ts';
import { advanceEncryption, machines } from './routes/machines.ts';
import { monitoring } from './routes/monitoring.ts';
import { people } from './routes/people.ts';
import { services } from './routes/services.ts';
import { settings } from './routes/settings.ts';
import type { State } from './store.ts';

/** What an operation answers in place of the emulator: every guess can be overridden. */
export type Fixture = FixedAnswer | ((request: FixtureRequest) => FixedAnswer | undefined);
export type FixedAnswer = { readonly status?: number; readonly body?: unknown };
/** What a fixture function may look at. When it returns nothing, the emulator answers by itself. */
export type FixtureRequest = Pick<Call, 'path' | 'query' | 'body' | 'caller'>;

export interface AppOptions {
  readonly state: State;
  readonly tokenLifetime: number;
  readonly tokenRenewal: 'same' | 'new';
  readonly workDuration: number;
  readonly fixtures: Readonly<Record<string, Fixture>>;
  readonly implicit: ImplicitOptions;
  readonly now: () => number;
}

/** One request as it is remembered: no query, no header, no body, so no secret. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface App {
  fetch(request: Request): Response | Promise<Response>;
  readonly oauth: OAuth;
  readonly requests: LoggedRequest[];
}

const REST = '/cloudlink/rest';
const HANDLERS: Handlers = {
  ...collections,
  ...settings,
  ...keys,
  ...services,
  ...machines,
  ...machineGroups,
  ...people,
  ...monitoring,
};

/** What Tomcat and Spring Security refuse in a path. */
const REFUSED_PATH = /%2f|%5c|%25|%2e|%3b|;|\\|\/\/|%0|%1/i;

/** Whoever has one may fetch the file, so the log of requests holds none. */
const UNIQUE_LINK = /link[0-9a-f]{64}/;

export function createApp(options: AppOptions): App {
  const { state, now } = options;
  mustBeKnown(Object.keys(options.fixtures));
  const oauth = createOAuth(state, options);
  const links = createLinks();
  const validator = createValidator();
  const requests: LoggedRequest[] = [];
  const hono = new Hono();

  hono.use(async (context, next) => {
    if (REFUSED_PATH.test(new URL(context.req.url).pathname))
      context.res = plain(400, 'The path is refused.');
    else await next();
    const path = context.req.path.replace(UNIQUE_LINK, '{link}');
    requests.push({ method: context.req.method, path, status: context.res.status });
  });
  hono.use(`${REST}/*`, cors(state));
  hono.all('/cloudlink/oauth/token', (context) => oauth.token(context));
  hono.route('/', createAuthorize({ implicit: options.implicit, ...oauth }));
  for (const operation of operations) {
    if (operation.path.startsWith('/oauth/')) continue;
    hono.on(operation.method.toUpperCase(), REST + honoPath(operation), (context) =>
      serve(operation, context),
    );
  }
  hono.notFound((context) => {
    const signedIn = oauth.authenticate(context.req.header('authorization'));
    if ('answer' in signedIn) return signedIn.answer;
    const path = context.req.path.slice(REST.length);
    return matchesAnother(path)
      ? plain(405, `The method ${context.req.method} is not supported here.`)
      : plain(404, 'There is no such resource.');
  });
  hono.onError((error) => plain(500, error.message));

  async function serve(operation: Operation, context: Context): Promise<Response> {
    const signedIn = oauth.authenticate(context.req.header('authorization'));
    if ('answer' in signedIn) return signedIn.answer;
    if (!isAllowed(operation, signedIn.user)) return oauthError(403, 'access_denied', 'Access is denied');
    const fixture = options.fixtures[operation.operationId];
    if (typeof fixture === 'object') return answerFixed(operation, fixture);

    const query = context.req.query();
    const rawBody = await readBody(operation, context);
    const problem =
      rawBody === UNREADABLE ? 'the body is no JSON' : validator.request(operation, query, rawBody);
    if (problem !== undefined) return plain(400, problem);
    if (operation.operationId === 'sessions.logout') oauth.revoke(signedIn.token);
    if (operation.operationId === 'links.create') return Response.json({ link: links.create() });
    if (operation.operationId === 'links.download') return links.answer(context.req.param('link') ?? '');

    advanceEncryption(state, now());
    const call: Call = {
      path: pathParameters(operation, context),
      query,
      rawBody,
      body: isRecord(rawBody) ? rawBody : {},
      state,
      caller: signedIn.user,
      session: signedIn.session,
      sessions: oauth,
      now: now(),
      workDuration: options.workDuration,
    };
    const fixed = fixture?.(call);
    return fixed === undefined ? run(operation, call) : answerFixed(operation, fixed);
  }

  function run(operation: Operation, call: Call): Response {
    const handler = HANDLERS[operation.operationId];
    try {
      mustExist(operation, call);
      const body: unknown = handler === undefined ? exampleAnswer(operation.operationId) : handler(call);
      const problem = validator.answer(operation, body);
      if (problem !== undefined)
        return plain(
          500,
          `Emulator bug: the answer of ${operation.operationId} breaks the specification: ${problem}`,
        );
      if (operation.auditAction !== undefined) audit(state, operation.auditAction, call.caller, call.now);
      return answerWith(operation, operation.success.status, body);
    } catch (error) {
      if (error instanceof Refusal) return plain(error.status, error.message);
      throw error;
    }
  }

  function isAllowed({ permissions }: Operation, userName: string): boolean {
    if (permissions.length === 0) return true;
    const roles = state.users.find(({ name }) => name === userName)?.roles ?? [];
    return roles.some((role) =>
      permissionsOf(role, state.roles).some((permission) => permissions.includes(permission)),
    );
  }

  return { fetch: (request) => hono.fetch(request), oauth, requests };
}

function mustBeKnown(operationIds: string[]): void {
  const unknown = operationIds.find((id) => !operations.some(({ operationId }) => operationId === id));
  if (unknown !== undefined)
    throw new TypeError(`fixtures: there is no operation "${unknown}". Ids are like "machines.list".`);
}

const UNREADABLE = Symbol('unreadable');

async function readBody({ requestBody }: Operation, context: Context): Promise<unknown> {
  if (requestBody === undefined) return undefined;
  if ('multipart/form-data' in requestBody.content) return context.req.parseBody();
  try {
    return await context.req.json();
  } catch {
    return UNREADABLE;
  }
}

function answerFixed(operation: Operation, { status, body }: FixedAnswer): Response {
  return answerWith(operation, status ?? operation.success.status, body);
}

function answerWith({ success }: Operation, status: number, body: unknown): Response {
  if ('application/octet-stream' in success.content && status === success.status) {
    return new Response('An emulated file.\n', {
      status,
      headers: { 'Content-Type': 'application/octet-stream' },
    });
  }
  return body === undefined
    ? new Response(null, { status, headers: { 'Content-Length': '0' } })
    : Response.json(body, { status });
}

/** The shape of REST errors is not known; clients must take plain text. */
function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain;charset=UTF-8' } });
}

/** Whether the path exists with another method. */
function matchesAnother(path: string): boolean {
  return operations.some((operation) => {
    const pattern = operation.path.replaceAll(/\{[^}]+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(path);
  });
}

function honoPath({ path, parameters }: Operation): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    parameters.some((parameter) => parameter.name === name && parameter['x-cloudlink-raw-slashes'])
      ? `:${name}{.+}`
      : `:${name}`,
  );
}

function pathParameters({ parameters }: Operation, context: Context): Record<string, string> {
  const values = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name }) => [name, context.req.param(name) ?? '']);
  return Object.fromEntries(values);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
