/**
 * The site: its sidebar, and nothing from another host.
 *
 * @module
 */
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { groupSidebar } from './site/group-sidebar.ts';

export default defineConfig({
  // A real address is given by whoever publishes: `SITE_URL=https://... pnpm docs:build`.
  site: process.env['SITE_URL'] ?? 'https://docs.example.com',
  base: process.env['SITE_BASE'] ?? '/',
  trailingSlash: 'always',
  integrations: [
    starlight({
      title: 'CloudLink Center SDK',
      description: 'A type-safe client for the REST API of Dell CloudLink Center',
      credits: false,
      lastUpdated: false,
      pagination: false,
      // Of 88 summaries, 88 find their own page first; with the defaults it was 76. How often a word occurs
      // says little here.
      pagefind: { ranking: { termFrequency: 0, pageLength: 0.75, termSaturation: 1.4, termSimilarity: 1 } },
      customCss: ['./src/style.css'],
      sidebar: [
        { label: 'I want to …', link: '/i-want-to/' },
        { label: 'Start', items: [{ autogenerate: { directory: 'start' } }] },
        { label: 'Guides', items: [{ autogenerate: { directory: 'guides' } }] },
        { label: 'Jobs', collapsed: true, items: [{ autogenerate: { directory: 'jobs' } }] },
        { label: 'REST reference', collapsed: true, items: groupSidebar() },
        // Links to the packages only: each page carries the whole sidebar.
        {
          label: 'API reference',
          items: ['client', 'auth', 'emulator', 'codegen'].map((name) => ({
            label: name,
            link: `/api/${name}/`,
          })),
        },
      ],
    }),
  ],
});
