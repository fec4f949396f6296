/**
 * The pages of the sign-in. They are specific to the emulator, cannot be framed, and load nothing.
 *
 * @module
 */
import type { Answer } from './http/answer.ts';
import { escapeMarkup } from './http/xml.ts';

/** HTML with escaped values. */
export type Markup = { readonly markup: string };

const HEADERS = {
  'Content-Type': 'text/html;charset=UTF-8',
  'Cache-Control': 'no-store',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
} as const;

/** Escapes all values except other markup. */
function html(texts: TemplateStringsArray, ...values: readonly (string | Markup)[]): Markup {
  const parts = texts.map((text, index) => {
    const value = values[index];
    if (value === undefined) return text;
    return text + (typeof value === 'string' ? escapeMarkup(value) : value.markup);
  });
  return { markup: parts.join('') };
}

export function page(status: number, body: Markup): Answer {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" /><title>Emulated CloudLink Center</title
      >${body}
    </html>`;
  return { status, headers: HEADERS, body: markup };
}

export function errorPage(error: string, text: string): Markup {
  return html`<h1>Error</h1>
    <p>${error}: ${text}</p>`;
}

export function loginPage(action: string, target: string, problem = ''): Markup {
  return html`<h1>Emulated CloudLink Center</h1>
    <p>${problem}</p>
    <form method="post" action="${action}">
      <input type="hidden" name="back" value="${target}" />
      <label>User <input name="user" autocomplete="off" /></label>
      <label>Password <input name="password" type="password" autocomplete="off" /></label>
      <button>Sign in</button>
    </form>`;
}

export function approvalPage(action: string, person: string, clientId: string): Markup {
  return html`<h1>Approval</h1>
    <p>${person}, may ${clientId} act for you?</p>
    <form method="post" action="${action}">
      <button name="user_oauth_approval" value="true">Approve</button>
      <button name="user_oauth_approval" value="false">Deny</button>
    </form>`;
}
