import { clientCredentials, type TokenSource } from '@cloudlink-center/auth';
import { fileStore } from '@cloudlink-center/auth/file-store';

export function commandLineSource(baseUrl: string, clientSecret: string, directory: string): TokenSource {
  const store = fileStore({ directory }); // such as join(homedir(), '.cache', 'my-tool')
  return clientCredentials({ baseUrl, clientId: 'automation', clientSecret, store });
}
