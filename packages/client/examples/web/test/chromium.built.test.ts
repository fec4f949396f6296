/** The web application in Chromium. */
import { testIn } from './in-browser.ts';

testIn('chromium');
