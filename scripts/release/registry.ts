/**
 * A real npm registry on loopback, for rehearsals: our packages are only there, all others come from the
 * registry that the user's npm configuration names. Its `env` is the only way to publish to it, and keeps npm
 * and pnpm away from every other registry: they see neither the user's configuration nor its tokens. Part of
 * `pnpm release:rehearse`.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedEnvironment, repository, run } from './commands.ts';

export interface Registry extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123/`. */
  readonly url: string;
  /** The registry that third-party packages come from. */
  readonly uplink: string;
  /** For npm and pnpm: this registry, a token for it, and no other configuration. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/**
 * What else could carry a token or name a registry: configuration, tokens, and trusted publishing in a
 * workflow.
 */
const FOREIGN = /^(p?npm_config_|npm_token$|node_auth_token$|actions_id_token_|npm_id_token$|sigstore_)/i;

/** @param folder - For storage, configuration and log. Created if it is missing. */
export async function startRegistry(folder: string, signal?: AbortSignal): Promise<Registry> {
  const own = await pinnedEnvironment(signal);
  const place = { cwd: repository, env: own, signal };
  const uplink = (await run(['npm', 'config', 'get', 'registry'], place)).trim();
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'config.yaml');
  // JSON is valid YAML.
  writeFileSync(configuration, JSON.stringify(configurationOf(folder, uplink), null, 2));
  const log = openSync(join(folder, 'registry.log'), 'w');
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('registry-process.ts', import.meta.url)), configuration],
    { cwd: folder, stdio: ['ignore', log, log, 'ipc'], detached: true },
  );
  const close = () => end(child);
  try {
    const url = `http://127.0.0.1:${await portOf(child, folder)}/`;
    const env = environmentOf(own, { url, token: await tokenFor(url), folder });
    return { url, uplink, env, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function configurationOf(folder: string, uplink: string): object {
  return {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    uplinks: { upstream: { url: uplink, timeout: '60s', max_fails: 100, maxage: '60m' } },
    packages: {
      // No uplink for ours: what is published elsewhere must not be seen here. The others cannot be
      // published.
      '@cloudlink-center/*': { access: '$all', publish: '$authenticated' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    max_body_size: '100mb',
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'http' },
  };
}

async function portOf(child: ChildProcess, folder: string): Promise<number> {
  const timeout = AbortSignal.timeout(60_000);
  const ended = once(child, 'exit', { signal: timeout }).then(() => {
    throw new Error(`The registry ended before it listened. Read ${join(folder, 'registry.log')}.`);
  });
  const [port] = (await Promise.race([once(child, 'message', { signal: timeout }), ended])) as [number];
  ended.catch(() => {}); // From here on, its end is what `close` waits for.
  return port;
}

/** A registry takes packages from users only; anyone can become one here. */
async function tokenFor(url: string): Promise<string> {
  const name = 'rehearsal';
  const response = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password: randomBytes(24).toString('hex') }),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`The registry created no user: ${response.status}.`);
  return token;
}

type Access = { url: string; token: string; folder: string };

function environmentOf(own: NodeJS.ProcessEnv, { url, token, folder }: Access): NodeJS.ProcessEnv {
  const npmrc = join(folder, 'npmrc');
  const lines = [
    `registry=${url}`,
    `@cloudlink-center:registry=${url}`,
    `${url.replace('http:', '')}:_authToken=${token}`,
    `cache=${join(folder, 'npm-cache')}`,
    'update-notifier=false',
    'fund=false',
  ];
  writeFileSync(npmrc, `${lines.join('\n')}\n`);
  const env = Object.fromEntries(Object.entries(own).filter(([name]) => !FOREIGN.test(name)));
  // pnpm has a global configuration of its own there.
  env['XDG_CONFIG_HOME'] = join(folder, 'no-global-configuration');
  for (const prefix of ['npm_config_', 'pnpm_config_']) {
    env[`${prefix}registry`] = url;
    env[`${prefix}userconfig`] = npmrc;
    env[`${prefix}globalconfig`] = join(folder, 'no-global-configuration');
    // There is no OIDC here, and an attestation is public forever. pnpm reads only its own name of the
    // setting.
    env[`${prefix}provenance`] = 'false';
  }
  return env;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(impatience);
}
