/**
 * How certain a behaviour is.
 *
 * @module
 */

/**
 * V vendor document, S seen with a real appliance, U notes of operators, F read in the library that the
 * appliance appears to use, I inferred, G guess.
 */
export type Mark = 'V' | 'S' | 'U' | 'F' | 'I' | 'G';
