/**
 * The form of the facts that compare-reference.ts reads. Part of `node scripts/compare-reference.ts`.
 *
 * @module
 */

export type ReferenceOperation = {
  method: string;
  /** `**` at the end matches the rest of the path. */
  path: string;
  params: { name: string; in: string; required: boolean; type: string; enum?: string[] }[];
  requestBody: string | null;
  multipart: { name: string; type: string; required: boolean }[] | null;
  response: string | null;
  auditAction: string | null;
  anyOfPermissions: string[];
};

export type ReferenceModel = { name: string; properties: Record<string, string> };

/**
 * A deliberate difference, in specs/deviations.json. The operation `*` matches every operation and model, and
 * `*` in `what` for any name.
 */
export type Deviation = { operation: string; what: string; reason: string };
export type Difference = { operation: string; what: string };
