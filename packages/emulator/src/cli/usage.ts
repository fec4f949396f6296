/**
 * The text of `--help`.
 *
 * @module
 */

export const USAGE: string = `Usage: cloudlink-emulator [options]
       cloudlink-emulator snapshot --control-url <url>

Runs an emulated CloudLink Center on 127.0.0.1 until Ctrl+C. Never give it real keys.

  --port <number>          Port. Default: a free one. The other nodes of a cluster use the following ports.
  --state <name or file>   factory, small (default), large, or a YAML file, for example one of "cloudlink record".
  --data <folder>          Folder that keeps the state across restarts.
  --nodes <1 to 4>         Nodes of the cluster. Default: 1.
  --lag <milliseconds>     Time until a write reaches the other nodes. Default: 0.
  --client-id <name>       The client user. Default: automation.
  --token-lifetime <s>     Lifetime of a token in seconds. Default: 7200.
  --work-duration <ms>     Time to encrypt a disk, in milliseconds. Default: 30000.
  --no-built-in-client     Does not let secadmin sign in as a program.
  --description <file>     Serves this Swagger 2.0 or OpenAPI document (JSON) as the Center's own: for cloudlink-codegen.
  --fault <json>           A fault, such as '{"operation":"machines.list","status":503,"times":2}'. Can be repeated.
  --control [<port>]       Opens a control port with a status page. --control=<port> sets the port.
  --env                    Starts the emulator in the background, and prints variables for the shell.
  --help, --version

Secrets come from the environment: CLOUDLINK_CLIENT_SECRET for the client user (default: emulated-secret), and
CLOUDLINK_EMULATOR_PASSWORD for secadmin (default: emulated-password).
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
