/**
 * Names and result types of the generated call interfaces.
 *
 * @module
 */
import type { OperationEntry } from '../document/openapi-document.ts';
import { typeText } from './type-text.ts';

/** The type of the result of a call. */
export function dataText(entry: OperationEntry, names: Set<string>): string {
  const content = Object.values(entry.success.response.content ?? {})[0];
  return content === undefined ? 'void' : typeText(content.schema, names);
}

/** Whether a call requires input. */
export function needsInput({ operation, parameters }: OperationEntry): boolean {
  return operation.requestBody !== undefined || parameters.some((parameter) => parameter.required);
}

/** `machines.setDiskEncryption` to `MachinesSetDiskEncryption`. */
export function typeName({ operation }: OperationEntry): string {
  return operation.operationId.split('.').map(capitalized).join('');
}

export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
