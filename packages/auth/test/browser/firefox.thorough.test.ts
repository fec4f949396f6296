/**
 * The implicit grant in Firefox.
 *
 * @module
 */
import { implicitTests } from './implicit.ts';

implicitTests('firefox');
