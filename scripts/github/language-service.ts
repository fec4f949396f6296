/**
 * GitHub's own language service for workflows and actions: schema, expressions, contexts, names of jobs, cron
 * lines. Our own rules are in workflow-rules.ts. It sends no requests. Part of `node
 * scripts/check-github.ts`.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { registerHooks } from 'node:module';
import { TextDocument } from 'vscode-languageserver-textdocument';

// The package is made for bundlers: it imports JSON without an import attribute, which Node requires.
const hooks = registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { validate } = await import('@actions/languageservice');
hooks.deregister();

/** @param path Relative to the repository; its folder decides whether it is a workflow or an action. */
export async function githubProblems(path: string, text: string): Promise<string[]> {
  // The service remembers what it read by its address.
  const document = TextDocument.create(`file:///${randomUUID()}/${path}`, 'yaml', 1, text);
  const found = await validate(document);
  return found.map(
    ({ range, message }) =>
      `line ${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  );
}
