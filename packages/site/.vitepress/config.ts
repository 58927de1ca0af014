import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DefaultTheme, UserConfig } from 'vitepress'
import { slug } from '../../../scripts/slug.ts'
import { sidebar } from './sidebar.ts'
import { pointAtPages } from './point-at-pages.ts'

const root = join(import.meta.dirname, '../../..')
/** The Vue of VitePress; pages above this package do not find it. */
const vue = dirname(createRequire(fileURLToPath(import.meta.resolve('vitepress'))).resolve('vue/package.json'))
/** The host of the repository sets it: links to files that are not pages of the site lead there. */
const repository = process.env['AGENTGUARD_REPOSITORY'] ?? 'https://github.com/OWNER/agentguard'

/** The site shows the pages of the repository where they are; the reference is made from the docstrings. */
const config: UserConfig<DefaultTheme.Config> = {
  title: 'agentguard',
  description: 'Makes a test fail when your code, or a package it uses, contacts a host that you have not allowed',
  base: process.env['AGENTGUARD_SITE_BASE'] ?? '/',
  srcDir: '../..',
  srcExclude: [
    'packages/!(site)/**',
    'packages/site/!(api)/**',
    'examples/**',
    'notebooks/**',
    '.changeset/**',
    '.github/**',
    '**/.reports/**',
  ],
  rewrites: { 'README.md': 'index.md', 'packages/site/api/:page*': 'api/:page*' },
  cleanUrls: true,
  lastUpdated: false,
  vite: { resolve: { alias: [{ find: /^vue(?=$|\/)/, replacement: vue }] } },
  markdown: {
    anchor: { slugify: slug },
    config: (md) => md.use(pointAtPages, { root, repository }),
  },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/#getting-started' },
      { text: 'Policy', link: '/docs/policy' },
      { text: 'API', link: '/api/' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
  },
}

export default config
