/**
 * Known facts about the appliance, in our own words, each with an id and a mark. A test proves a fact if its
 * name has the id in square brackets. `generate.ts` writes docs/conformance.md from both.
 *
 * @module
 */
import type { Mark } from '../src/mark.ts';

export interface Fact {
  readonly id: string;
  /**
   * V vendor document, S seen with a real appliance, U notes of operators, F read in the library, I inferred;
   * ? is searched for and unknown.
   */
  readonly mark: Exclude<Mark, 'G'> | 'V, S' | 'V, F' | 'V, U' | 'S, I' | 'F, I' | '?';
  readonly text: string;
  /** Why no test of the emulator proves it. */
  readonly untested?: string;
}
export interface Section {
  readonly title: string;
  readonly facts: readonly Fact[];
}

const TYPES = 'concerns the types of the specification, which has its own tests';
const CLIENT = 'advice for clients, which a server cannot show';

export const SECTIONS: readonly Section[] = [
  {
    title: 'Values',
    facts: [
      {
        id: 'values.open',
        mark: 'V',
        text: 'Clients have to tolerate unknown fields and unknown values.',
        untested: TYPES,
      },
      {
        id: 'machine.policies',
        mark: 'S',
        text: 'The known identifiers of encryption policies are encrypt_none and encrypt_all.',
        untested: TYPES,
      },
      { id: 'machine.disk-states', mark: 'S', text: 'A disk is unencrypted, encrypting or encrypted.' },
      {
        id: 'machine.label',
        mark: 'S',
        text: 'After encryption the label of a disk is /dev/mapper/svm_ and the name of its device.',
      },
      {
        id: 'group.default',
        mark: 'V, S',
        text: 'The group Default always exists, and takes machines that register without a code.',
      },
      {
        id: 'group.code',
        mark: 'U',
        text: 'A registration code is four hexadecimal digits, a dash, and four more.',
      },
      { id: 'group.partial-update', mark: 'S', text: 'An update of a group may name only what changes.' },
      { id: 'user.secadmin', mark: 'V', text: 'The built-in user secadmin has the role SecAdmin.' },
      {
        id: 'role.builtin',
        mark: 'V',
        text: 'SecAdmin has every permission, Admin those of administration without keys and machines, Observer those to view.',
      },
      {
        id: 'permission.any-one',
        mark: 'I',
        text: 'One of the permissions that are listed for an operation is enough.',
      },
      {
        id: 'licence.sample',
        mark: 'V',
        text: 'A licence has an id of 32 hexadecimal digits, which is its target id, a kind, a platform, a duration in days and a limit.',
      },
      {
        id: 'kmip.bundle',
        mark: 'V, U',
        text: 'The bundle of a KMIP client is a zip in base64 with cert.pem, key.pem and ca.pem.',
      },
      { id: 'time.iso', mark: 'V, S', text: 'Times are ISO 8601 with milliseconds and Z.' },
      {
        id: 'vault.codes',
        mark: 'S',
        text: 'Scripts set one passcode; newer versions require three different ones.',
      },
      {
        id: 'alarm.types',
        mark: 'V',
        text: 'There are 33 types of alarms, of severity HIGH or LOW.',
        untested: TYPES,
      },
    ],
  },
  {
    title: 'Statuses, set-up, and requests of old scripts',
    facts: [
      {
        id: 'status.created',
        mark: 'S',
        text: 'Creating a user, a licence, a network or its address is answered with 201.',
      },
      { id: 'status.ok', mark: 'S', text: 'Calls with GET, PUT and DELETE are answered with 200.' },
      {
        id: 'error.shape',
        mark: '?',
        text: 'The format of errors of the API is not known; it may be JSON, text or HTML.',
        untested: 'the emulator answers plain text; faults can answer any format',
      },
      {
        id: 'setup.built-in-client',
        mark: 'S',
        text: 'secadmin signs in as a program with the scope built_in_client.',
      },
      {
        id: 'setup.first',
        mark: 'S',
        text: 'A first set-up creates a client user, ends its session, signs in again, names the server, uploads and assigns a licence, fetches the key of backups by a link, sets passcodes and mode of the vault, and changes the password of secadmin.',
      },
      {
        id: 'setup.join',
        mark: 'S',
        text: 'A server joins a cluster with the host, user and password of a member, after its own set-up.',
      },
      {
        id: 'setup.restore',
        mark: 'S',
        text: 'A restore takes the file of a backup and the file of its key.',
      },
      { id: 'restore.reset', mark: 'S', text: 'A restore that succeeds may end in a reset connection.' },
      { id: 'old.text-after-json', mark: 'S, I', text: 'Text after the JSON value of a body is ignored.' },
      { id: 'old.boolean-text', mark: 'S', text: 'A boolean may come as text.' },
      { id: 'old.extra-field', mark: 'S', text: 'A field that the model lacks is ignored.' },
      {
        id: 'old.encrypt-with-block',
        mark: 'S',
        text: 'A request to encrypt a disk may have a field block.',
      },
      { id: 'old.delete-body', mark: 'S', text: 'The DELETE of a machine may have a body.' },
      {
        id: 'old.licence-date',
        mark: 'S',
        text: 'The assignment of a licence may have its date under another name.',
      },
      {
        id: 'old.product',
        mark: 'S',
        text: 'Licence calls may have product=vm as a field or in the query.',
      },
      {
        id: 'old.empty-factory',
        mark: 'S',
        text: 'A new appliance has no licence, no client user and no machine.',
      },
    ],
  },
  {
    title: 'Files and links',
    facts: [
      {
        id: 'link.form',
        mark: 'S',
        text: 'GET auth/ with the path of a download returns a link: the word link and 64 hexadecimal digits, below cloudlink/rest.',
      },
      {
        id: 'link.unknowns',
        mark: '?',
        text: 'How long and how often a link works, and whether it needs the token.',
        untested: 'guesses, which can be changed',
      },
      {
        id: 'get.side-effects',
        mark: 'V',
        text: 'Reading the backup key, a certificate of a KMIP client or a Kubernetes cluster, or a signing request creates a new one each time.',
      },
      {
        id: 'binary.answers',
        mark: 'I',
        text: 'Backups, keys, signing requests, certificates, logs and snapshots are returned as files.',
      },
    ],
  },
  {
    title: 'Machines, networks, vault, cluster, lists',
    facts: [
      {
        id: 'machine.pending-address',
        mark: 'V',
        text: 'A machine that connects from an address which is not approved is pending, and an alarm MACHINE_PENDING is raised.',
      },
      {
        id: 'machine.first-start',
        mark: 'V',
        text: 'The first start after the agent was installed may be from an address that is not approved.',
      },
      {
        id: 'machine.keyrelease',
        mark: 'V',
        text: 'A pending machine is accepted or refused by its key release.',
      },
      {
        id: 'machine.encrypt',
        mark: 'S',
        text: 'A request to encrypt a disk is answered at once, and the work continues; scripts poll until the state is encrypted.',
      },
      { id: 'machine.exempt', mark: 'V', text: 'A volume can be exempted from the policy of its group.' },
      { id: 'machine.shred', mark: 'V', text: 'Shredding a machine destroys its keys.' },
      {
        id: 'network.order',
        mark: 'S',
        text: 'A network is created first; then addresses or ranges are added to it.',
      },
      {
        id: 'vault.restart',
        mark: 'V',
        text: 'After a restart a vault in automatic mode unlocks itself, and one in manual mode needs a passcode.',
      },
      {
        id: 'vault.alarms',
        mark: 'V',
        text: 'A locked vault raises EC_LOCKED, one without passcodes EC_NO_CODES.',
      },
      { id: 'vault.locked-calls', mark: '?', text: 'Which calls fail while the vault is locked.' },
      {
        id: 'audit.trail',
        mark: 'V',
        text: 'Operations that are audited leave an action and a security event.',
      },
      {
        id: 'cluster.four',
        mark: 'V',
        text: 'A cluster has up to four equal servers; any of them may be called.',
      },
      {
        id: 'cluster.replicates',
        mark: 'V',
        text: 'Licences, users, policies, passcodes, actions, alarms and security events replicate.',
      },
      {
        id: 'cluster.own',
        mark: 'V, U',
        text: 'SNMP, syslog, DNS, NTP, TLS, the backup store and e-mail are set for each server.',
      },
      { id: 'cluster.proxy', mark: 'V', text: 'A server can forward a call to another server.' },
      {
        id: 'list.window',
        mark: 'I',
        text: 'Actions, events and security events are lists with a window of time, a size of pages, and a cursor of id and time.',
      },
      {
        id: 'list.inclusive',
        mark: '?',
        text: 'Whether a page that continues from an id begins with it.',
        untested: 'guesses, which can be changed',
      },
    ],
  },
  {
    title: 'Paths',
    facts: [
      {
        id: 'path.cidr',
        mark: 'I',
        text: 'A range such as 10.0.0.0/24 is part of a path with its slash unencoded.',
      },
      {
        id: 'path.refused',
        mark: 'F, I',
        text: 'A path with an encoded slash, an encoded period, two slashes, a semicolon or a backslash is refused.',
      },
    ],
  },
  {
    title: 'Token endpoint',
    facts: [
      { id: 'token.query', mark: 'V, S', text: 'Parameters are in the query, and the body is empty.' },
      { id: 'token.body', mark: 'F', text: 'Parameters may be in a form.' },
      { id: 'token.basic', mark: 'F', text: 'Client id and secret may be sent by HTTP Basic.' },
      { id: 'token.get', mark: 'F', text: 'A GET is answered with 405 and method_not_allowed.' },
      {
        id: 'token.success',
        mark: 'V, F',
        text: 'A success is JSON that must not be stored: a token, bearer in lower case, the whole seconds left, the scope; no refresh token.',
      },
      {
        id: 'token.same',
        mark: 'F',
        text: 'While a token is valid, another request returns the same token with fewer seconds left.',
      },
      { id: 'token.logout', mark: 'V, F', text: 'Logging out ends the token for everyone who has it.' },
      { id: 'scope.empty', mark: 'F', text: 'An empty scope means the default ones.' },
      { id: 'scope.repeated', mark: 'F', text: 'A scope that is named twice counts once.' },
      {
        id: 'scope.unknown-only',
        mark: 'F',
        text: 'The description of invalid_scope names only the unknown ones.',
      },
      {
        id: 'error.client',
        mark: 'F',
        text: 'A wrong secret or an unknown client is a 401 with invalid_client.',
      },
      {
        id: 'error.grant-missing',
        mark: 'F',
        text: 'A request without a grant is a 400 with invalid_request.',
      },
      {
        id: 'error.grant-unknown',
        mark: 'F',
        text: 'An unknown grant is a 400 with unsupported_grant_type.',
      },
      {
        id: 'error.grant-foreign',
        mark: 'F',
        text: 'A grant of the library that the client may not use is a 401 with invalid_client.',
      },
      { id: 'error.grant-implicit', mark: 'F', text: 'The implicit grant is a 400 with invalid_grant here.' },
      {
        id: 'error.scope',
        mark: 'F',
        text: 'A scope that is not allowed is a 400 with invalid_scope and the valid ones.',
      },
      { id: 'error.xml', mark: 'F', text: 'Errors follow the header Accept, and can be XML.' },
      {
        id: 'token.race',
        mark: 'F',
        text: 'Two first requests at the same time may result in two tokens, or a 500.',
        untested: 'the emulator issues one token; a fault can answer 500',
      },
    ],
  },
  {
    title: 'API and tokens',
    facts: [
      { id: 'api.no-token', mark: 'F', text: 'A call without a token is a 401 with unauthorized.' },
      {
        id: 'api.bad-token',
        mark: 'F',
        text: 'A call with an unknown, revoked or expired token is a 401 with invalid_token, whose description contains the token.',
      },
      { id: 'api.permission', mark: 'F', text: 'A call without the permission is a 403 with access_denied.' },
      {
        id: 'api.scope',
        mark: 'F',
        text: 'A token whose scope is too small is a 403 with insufficient_scope.',
        untested: 'no scope of the emulator is too small',
      },
      { id: 'api.query-token', mark: 'F', text: 'The token may be in the query.' },
      { id: 'api.comma', mark: 'F', text: 'Text after a comma in the header is ignored.' },
      { id: 'api.deleted-client', mark: 'F', text: 'The token of a client that was deleted is a 401.' },
    ],
  },
  {
    title: 'Implicit grant and pages',
    facts: [
      {
        id: 'implicit.redirect',
        mark: 'V, F',
        text: 'A person who is not signed in is redirected to a login page and back.',
      },
      {
        id: 'implicit.order',
        mark: 'F',
        text: 'The fragment has the token, its type, the state and the seconds, in this order; no refresh token.',
      },
      {
        id: 'implicit.encoding',
        mark: 'F',
        text: 'Only characters that a fragment cannot contain are encoded.',
      },
      {
        id: 'implicit.denied',
        mark: 'F',
        text: 'A denial is access_denied with a description in the fragment.',
      },
      { id: 'implicit.scope', mark: 'F', text: 'A bad scope is an error in the fragment.' },
      {
        id: 'implicit.type',
        mark: 'F',
        text: 'A response type that is not supported is an error in the query.',
      },
      {
        id: 'implicit.client',
        mark: 'F',
        text: 'An unknown client or a redirect URI that does not match is an error page, not a redirect.',
      },
      {
        id: 'implicit.one-uri',
        mark: 'F',
        text: 'A client with one registered redirect URI may omit it.',
      },
      {
        id: 'implicit.fragment-uri',
        mark: 'F',
        text: 'If a registered URI has a fragment, the answer is appended after an ampersand.',
      },
      { id: 'implicit.state-hash', mark: 'F', text: 'A number sign in the state is encoded.' },
      {
        id: 'implicit.session',
        mark: 'F',
        text: 'The approval applies to the request that is stored in the session.',
      },
      {
        id: 'cors.allow',
        mark: 'V',
        text: 'Pages of an origin may call the API after the origin was added.',
      },
      {
        id: 'client.advice',
        mark: 'I',
        text: 'State must be safe in URLs; values of the fragment are decoded by percent signs only.',
        untested: CLIENT,
      },
    ],
  },
];
