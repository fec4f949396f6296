/** The web application in Firefox. */
import { testIn } from './in-browser.ts';

testIn('firefox');
