/**
 * How the page is built: Preact's JSX, and nothing inline, so that a strict Content-Security-Policy holds.
 *
 * @module
 */
import { defineConfig } from 'vite';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2024',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // no `data:` addresses, which the policy does not allow
  },
});
