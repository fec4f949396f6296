/**
 * The status page: one document without external resources. Its script reads the control port with the token
 * in the fragment. Works with the keyboard, in dark and light mode.
 *
 * @module
 */
import { createHash } from 'node:crypto';

const SCRIPT = `
const token = location.hash.slice(1);
const headers = { Authorization: 'Bearer ' + token };
const byId = (id) => document.getElementById(id);
const cell = (row, text, className) => {
  const one = row.insertCell();
  one.textContent = text ?? '';
  if (className) one.className = className;
};
let paused = false;
function show(request) {
  const body = byId('requests');
  const row = document.createElement('tr');
  cell(row, new Date(request.time).toLocaleTimeString('en-GB'));
  cell(row, request.method);
  cell(row, request.path);
  cell(row, String(request.status), request.status >= 400 ? 'bad' : 'good');
  cell(row, request.operation);
  cell(row, request.user);
  cell(row, request.permission, request.permission === 'denied' ? 'bad' : '');
  cell(row, [request.problem, ...(request.tolerated ?? []).map((one) => 'tolerated ' + one)].filter(Boolean).join('; '));
  body.prepend(row);
  while (body.rows.length > 200) body.lastElementChild.remove();
}
async function refresh() {
  const answer = await fetch('/api/status', { headers });
  if (!answer.ok) throw new Error('The token of the address is missing or wrong.');
  const status = await answer.json();
  byId('address').textContent = status.nodes.join(', ');
  const estate = byId('estate');
  estate.replaceChildren();
  for (const [name, value] of Object.entries({ ...status.estate, 'token requests': status.tokenRequests })) {
    const term = document.createElement('dt');
    term.textContent = name;
    const description = document.createElement('dd');
    description.textContent = String(value);
    const pair = document.createElement('div');
    pair.append(term, description);
    estate.append(pair);
  }
  byId('sessions').textContent = status.sessions.join(', ') || 'nobody';
  byId('faults').textContent = status.faults.length === 0 ? 'none' : JSON.stringify(status.faults);
}
async function follow() {
  const answer = await fetch('/api/live', { headers });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  byId('state').textContent = 'live';
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    const parts = text.split('\\n\\n');
    text = parts.pop();
    for (const part of parts) if (part.startsWith('data: ') && !paused) show(JSON.parse(part.slice(6)));
    if (!paused) await refresh();
  }
}
byId('pause').addEventListener('click', (event) => {
  paused = !paused;
  event.target.setAttribute('aria-pressed', String(paused));
  event.target.textContent = paused ? 'Continue' : 'Pause';
});
const act = (id, method, path) => byId(id).addEventListener('click', async () => {
  const answer = await fetch(path, { method, headers });
  byId('state').textContent = answer.ok ? id.replaceAll('-', ' ') + ': done' : 'refused';
  await refresh();
});
act('clear-faults', 'DELETE', '/api/faults');
act('end-sessions', 'POST', '/api/tokens/end');
(async () => {
  try {
    await refresh();
    for (const request of await (await fetch('/api/requests', { headers })).json()) show(request);
    await follow();
    byId('state').textContent = 'the emulator has ended';
  } catch (error) {
    byId('state').textContent = error.message;
  }
})();
`;

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#c8ccd2, #444a52); --soft: light-dark(#f3f5f7, #22262b);
  --good: light-dark(#17692c, #7bd88f); --bad: light-dark(#a31621, #ff8f8f); }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 80rem; padding: 1rem 1.5rem;
  background: light-dark(#fff, #16191c); color: light-dark(#16191c, #e8eaed); }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; }
h1 { font-size: 1.35rem; margin: 0; flex: 1; } h2 { font-size: 1.05rem; margin: 1.4rem 0 .5rem; }
dl { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; }
dl > div { display: flex; gap: .6rem; padding: .4rem .7rem; background: var(--soft); border-radius: .4rem; }
dd { margin: 0; font-weight: 600; }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { background: var(--soft); position: sticky; top: 0; } td:first-child { white-space: nowrap; } td:last-child { min-width: 14rem; } td:nth-child(3) { overflow-wrap: anywhere; min-width: 17rem; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
button { font: inherit; padding: .3rem .8rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--soft); color: inherit; cursor: pointer; }
:focus-visible { outline: 3px solid light-dark(#0b57d0, #8ab4f8); outline-offset: 2px; }
p { margin: .3rem 0; }
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export const STATUS_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html;charset=UTF-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': `default-src 'none'; connect-src 'self'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
};

export function statusPage(): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>CloudLink Center emulator</title><style>${STYLE}</style></head>
<body>
<header><h1>CloudLink Center emulator</h1><p id="state" role="status">connecting</p>
<button id="pause" aria-pressed="false">Pause</button>
<button id="clear-faults">Clear faults</button>
<button id="end-sessions">End sessions</button></header>
<main>
<p>Answers at <strong id="address"></strong></p>
<section aria-labelledby="estate-title"><h2 id="estate-title">Estate</h2><dl id="estate"></dl></section>
<section aria-labelledby="sessions-title"><h2 id="sessions-title">Sessions</h2><p id="sessions"></p></section>
<section aria-labelledby="faults-title"><h2 id="faults-title">Faults</h2><p id="faults"></p></section>
<section aria-labelledby="requests-title"><h2 id="requests-title">Last requests, the newest first</h2>
<div class="table" tabindex="0" role="region" aria-labelledby="requests-title"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Status</th><th scope="col">Operation</th><th scope="col">User</th><th scope="col">Permission</th><th scope="col">Validation</th></tr></thead>
<tbody id="requests"></tbody></table></div></section>
</main>
<script>${SCRIPT}</script>
</body></html>`;
}
