import { authFetch, clientCredentials } from '@cloudlink-center/auth';

/** A new client user: its name is the client id, its password the client secret. */
export interface ClientUser {
  readonly name: string;
  readonly password: string;
}

/**
 * On a new appliance of an older version: signs in as the built-in administrator, creates the first client
 * user, and logs out.
 */
export async function makeFirstClientUser(
  baseUrl: string,
  secadminPassword: string,
  user: ClientUser,
): Promise<void> {
  const administrator = clientCredentials({
    baseUrl,
    clientId: 'secadmin',
    clientSecret: secadminPassword,
    scope: 'built_in_client', // newer versions accept only the scope `all`, and refuse `secadmin`
  });
  const response = await authFetch(administrator)(`${baseUrl}/cloudlink/rest/users`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...user, user_type: 'client', roles: ['SecAdmin'], first_login_change: false }),
  });
  if (!response.ok) throw new Error(`The user was not created: status ${response.status}`);
  await administrator.logout();
}
