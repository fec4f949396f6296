/**
 * The implicit grant in Chromium.
 *
 * @module
 */
import { implicitTests } from './implicit.ts';

implicitTests('chromium');
