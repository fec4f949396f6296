/**
 * How sure a behaviour is.
 *
 * @module
 */

/**
 * V vendor document, S seen with a real appliance, U notes of operators, F read in the library that the appliance shows every sign of using,
 * I inferred, G guess.
 */
export type Mark = 'V' | 'S' | 'U' | 'F' | 'I' | 'G';
