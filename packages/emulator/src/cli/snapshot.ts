/**
 * Reads the estate of a running emulator from its control port, as YAML.
 *
 * @module
 */

export async function snapshot(url: string | undefined): Promise<string> {
  const base = url ?? process.env['CLOUDLINK_CONTROL_URL'];
  const token = process.env['CLOUDLINK_CONTROL_TOKEN'];
  if (!base || !token)
    throw new TypeError(
      'snapshot needs --control-url or CLOUDLINK_CONTROL_URL, and CLOUDLINK_CONTROL_TOKEN.',
    );
  const response = await fetch(new URL('/api/state', base), {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`The control port answered ${response.status}: ${await response.text()}`);
  return response.text();
}
