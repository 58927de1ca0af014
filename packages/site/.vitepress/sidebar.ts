import type { DefaultTheme } from 'vitepress'

const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link })

/** All pages, in the order in which a newcomer needs them. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      page('agentguard', '/'),
      page('Jest', '/docs/jest'),
      page('Vitest', '/docs/vitest'),
      page('node --test', '/docs/node-test'),
      page('Recipes', '/docs/recipes'),
      page('Troubleshooting', '/docs/troubleshooting'),
    ],
  },
  {
    text: 'Use',
    items: [
      page('Policy', '/docs/policy'),
      page('Command line', '/docs/cli'),
      page('Reports', '/docs/reports'),
      page('The page', '/docs/page'),
      page('Egress lock', '/docs/lock'),
      page('Programs', '/docs/programs'),
      page('Migrating', '/docs/migrating'),
      page('Compatibility', '/docs/compatibility'),
    ],
  },
  {
    text: 'API',
    items: [
      page('@agentguard/core', '/api/@agentguard/core'),
      page('@agentguard/core/report', '/api/@agentguard/core/report'),
      page('jest-environment-agentguard', '/api/jest-environment-agentguard'),
      page('@agentguard/vitest', '/api/@agentguard/vitest'),
    ],
  },
  {
    text: 'Project',
    items: [
      page('Benchmarks', '/docs/benchmarks'),
      page('What gets out', '/docs/leaks'),
      page('Limits', '/docs/limits'),
      page('Security', '/SECURITY'),
      page('Architecture', '/ARCHITECTURE'),
      page('Contributing', '/CONTRIBUTING'),
      page('Style', '/docs/style'),
    ],
  },
]
