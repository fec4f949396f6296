/**
 * What `--help` says.
 *
 * @module
 */

export const USAGE: string = `Usage: cloudlink-emulator [options]
       cloudlink-emulator snapshot --control-url <url>

Runs an emulated CloudLink Center on 127.0.0.1 until Ctrl+C. Never give it real keys.

  --port <number>          Port. Default: a free one. The nodes of a cluster take the following ones.
  --state <name or file>   factory, small (default), large, or a YAML file, such as cloudlink record of the SDK writes.
  --data <folder>          Keeps the state over restarts.
  --nodes <1 to 4>         Nodes of the cluster. Default: 1.
  --lag <milliseconds>     Until another node has what was written. Default: 0.
  --client-id <name>       The client user. Default: automation.
  --token-lifetime <s>     Seconds that a token lives. Default: 7200.
  --work-duration <ms>     How long encrypting a disk takes. Default: 30000.
  --no-built-in-client     secadmin may not sign in as a program.
  --description <file>     A JSON file with a Swagger 2.0 or OpenAPI document that it shows as its own: for cloudlink-codegen.
  --fault <json>           A fault, such as '{"operation":"machines.list","status":503,"times":2}'. May be repeated.
  --control [<port>]       A control port with a status page. --control=<port> picks the port.
  --env                    Starts it in the background, and prints what a shell can source.
  --help, --version

Secrets come from the environment: CLOUDLINK_CLIENT_SECRET (default: emulated-secret) is that of the client user,
CLOUDLINK_EMULATOR_PASSWORD (default: emulated-password) that of secadmin.
The command snapshot reads the token of the control port from CLOUDLINK_CONTROL_TOKEN.

Examples, to copy:

  # Start it, with its address and its CA in the environment
  eval "$(cloudlink-emulator --env)"

  # curl
  TOKEN=$(curl -s --cacert "$CLOUDLINK_CA" -X POST "$CLOUDLINK_URL/cloudlink/oauth/token?grant_type=client_credentials&client_id=$CLOUDLINK_CLIENT_ID&client_secret=$CLOUDLINK_CLIENT_SECRET&scope=all" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s --cacert "$CLOUDLINK_CA" -H "Authorization: Bearer $TOKEN" "$CLOUDLINK_URL/cloudlink/rest/securevm"

  # Python, with requests
  python3 - <<'PY'
  import os, requests
  url, ca = os.environ['CLOUDLINK_URL'], os.environ['CLOUDLINK_CA']
  query = {'grant_type': 'client_credentials', 'client_id': os.environ['CLOUDLINK_CLIENT_ID'],
           'client_secret': os.environ['CLOUDLINK_CLIENT_SECRET'], 'scope': 'all'}
  token = requests.post(url + '/cloudlink/oauth/token', params=query, verify=ca).json()['access_token']
  machines = requests.get(url + '/cloudlink/rest/securevm', headers={'Authorization': 'Bearer ' + token}, verify=ca)
  print([machine['name'] for machine in machines.json()])
  PY

  # The SDK, in TypeScript
  #   import { readFileSync } from 'node:fs';
  #   import { clientCredentials, createCloudLink } from '@cloudlink-center/client';
  #   const { CLOUDLINK_URL: baseUrl, CLOUDLINK_CLIENT_ID: clientId, CLOUDLINK_CLIENT_SECRET: clientSecret, CLOUDLINK_CA } = process.env;
  #   const ca = readFileSync(CLOUDLINK_CA, 'utf8');
  #   await using center = createCloudLink({ baseUrl, auth: clientCredentials({ clientId, clientSecret }), tls: { ca } });
  #   console.log(await center.machines.list());

  # End it
  kill "$CLOUDLINK_EMULATOR_PID"`;
