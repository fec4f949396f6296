/**
 * The frame of the application: navigation, the session, and the page for the address.
 *
 * @module
 */
import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { AlarmsPage } from './alarms-page.tsx';
import { MachinesPage } from './machines-page.tsx';
import type { Router } from './router.ts';
import type { Session } from './session.ts';
import { SessionBar } from './session-bar.tsx';
import { useLive } from './use-live.ts';
import { VaultPage } from './vault-page.tsx';

export function App({ session, router }: { session: Session; router: Router }): JSX.Element {
  const { auth, center } = session;
  const [state, setState] = useState(auth.state);
  const [path, setPath] = useState(router.path());
  useEffect(() => auth.subscribe(setState), [auth]);
  useEffect(() => router.subscribe(() => setPath(router.path())), [router]);

  const isSignedIn = state === 'signed-in';
  const alarms = useLive(
    useCallback((signal) => center.alarms.list({ signal }), [center]),
    isSignedIn,
  );
  const hasBeenSignedIn = isSignedIn || alarms.data !== undefined;
  const count = alarms.data?.length ?? 0;
  return (
    <>
      <header>
        <nav aria-label="Pages">
          <Link to="/" {...{ router, path }}>
            Machines
          </Link>
          <Link to="/alarms" {...{ router, path }}>
            Alarms {count > 0 && <span class="count">{count}</span>}
          </Link>
          <Link to="/vault" {...{ router, path }}>
            Vault
          </Link>
        </nav>
        <SessionBar session={session} state={state} hasBeenSignedIn={hasBeenSignedIn} />
      </header>
      <main>
        {/* An expired session keeps its page. Only people who are signed out see the invitation. */}
        {state !== 'signed-out' && hasBeenSignedIn ? (
          <Page {...{ path, center, isSignedIn, alarms }} />
        ) : (
          <p>Sign in to see the machines of this Center.</p>
        )}
      </main>
    </>
  );
}

interface PageInput {
  readonly path: string;
  readonly center: Session['center'];
  readonly isSignedIn: boolean;
  readonly alarms: Parameters<typeof AlarmsPage>[0]['alarms'];
}

function Page({ path, center, isSignedIn, alarms }: PageInput): JSX.Element {
  if (path === '/') return <MachinesPage center={center} isSignedIn={isSignedIn} />;
  if (path === '/alarms') return <AlarmsPage alarms={alarms} />;
  if (path === '/vault') return <VaultPage center={center} isSignedIn={isSignedIn} />;
  return <h1>Page not found</h1>;
}

interface LinkInput {
  readonly to: string;
  readonly router: Router;
  readonly path: string;
  readonly children: ComponentChildren;
}

function Link({ to, router, path, children }: LinkInput): JSX.Element {
  return (
    <a
      href={router.href(to)}
      aria-current={path === to ? 'page' : undefined}
      onClick={(event) => {
        // The browser opens new tabs and windows itself.
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        router.go(to);
      }}
    >
      {children}
    </a>
  );
}
