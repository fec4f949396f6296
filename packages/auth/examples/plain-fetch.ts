import { authFetch, clientCredentials } from '@cloudlink-center/auth';

export async function listMachines(baseUrl: string, readSecret: () => Promise<string>): Promise<unknown> {
  const source = clientCredentials({
    baseUrl, // the origin only, such as https://clc.example.com
    clientId: 'automation',
    clientSecret: readSecret, // or a string; a function is called at each renewal
  });

  const fetch = authFetch(source);
  const response = await fetch(`${baseUrl}/cloudlink/rest/securevm`);
  return response.json();
}
