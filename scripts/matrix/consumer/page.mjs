/**
 * A small web application: `@cloudlink-center/client/core` with the implicit grant. The page that hosts it
 * puts the emulator's facts in `globalThis.facts` first. Part of `pnpm test:matrix`.
 *
 * @module
 */
import { implicit } from '@cloudlink-center/client';
import { createCloudLinkCore } from '@cloudlink-center/client/core';

const { baseUrl, control } = globalThis.facts;
const auth = implicit({
  baseUrl,
  clientId: 'web',
  redirectUri: `${location.origin}/callback`,
  whenSignedOut: 'wait',
});
const center = createCloudLinkCore({ baseUrl, auth });
auth.completeSignIn();

/** Data, or the code of the error. */
const dataOf = ({ data, error }) => (error === undefined ? data : error.code);

globalThis.app = {
  signIn: () => auth.signIn({ popup: true }).then(() => 'signed in'),
  machines: async () => dataOf(await center.GET('/securevm')).length,
  /** A POST whose token has ended: it waits for the next sign-in, and is then sent again. */
  async makeGroup(name) {
    await fetch(`${control}/revoke`, { method: 'POST' });
    return (await center.POST('/securevm/groups', { body: { name } })).status;
  },
  groups: async () => dataOf(await center.GET('/securevm/groups')).map(({ name }) => name),
  /** The code of the error of a call that needs no sign-in. */
  async codeOfCall() {
    const token = { value: 'none', expiresAt: Date.now() + 60_000 };
    const signedIn = {
      peek: () => token,
      getToken: async () => token,
      invalidate() {},
      async logout() {},
      bind: () => signedIn,
    };
    const noRetry = createCloudLinkCore({ baseUrl, retry: 0, auth: signedIn });
    return noRetry.GET('/securevm').then(
      ({ error }) => error?.code,
      ({ code }) => code,
    );
  },
};
