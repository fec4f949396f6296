/**
 * Converts OAuth errors to XML if `Accept` asks for it (F).
 *
 * @module
 */
import type { Answer } from './answer.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The same error, as XML if that is preferred to JSON. */
export function inWantedForm(answer: Answer, accept: string | undefined): Answer {
  if (answer.status < 400 || typeof answer.body !== 'string' || !wantsXml(accept)) return answer;
  // The bodies of OAuth errors are flat objects of strings.
  const values = JSON.parse(answer.body) as Record<string, string>;
  const elements = Object.entries(values).map(([name, value]) => `<${name}>${escapeMarkup(value)}</${name}>`);
  return {
    ...answer,
    headers: { ...answer.headers, 'Content-Type': 'application/xml;charset=UTF-8' },
    body: `<oauth>${elements.join('')}</oauth>`,
  };
}

function wantsXml(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes('xml')) return false;
  const ranked = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) };
  });
  const [best] = ranked.toSorted((a, b) => b.quality - a.quality);
  return /^(?:application|text)\/(?:\S+\+)?xml$/.test(best?.type ?? '');
}
