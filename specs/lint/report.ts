/**
 * The report function of the project's lint rules, and the nodes that they expect.
 *
 * @module
 */
import type { UserContext } from '@redocly/openapi-core';

/** Reports a problem at a place below the current node. */
export function report(ctx: UserContext, message: string, at: string[]): void {
  ctx.report({ message, location: ctx.location.child(at) });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
