import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** What the cells run under, as its documentation says it is strictest. */
export interface Tool {
  readonly name: string
  readonly title: string
  /** The setting, as the page names it. */
  readonly setting: string
  /** The package whose `package.json` has the version. */
  readonly package?: string
  /** A file of `setups/`. */
  readonly setup?: string
}

/** Without a tool: every cell must reach the servers, or it proves nothing of the others. */
export const bare: Tool = { name: 'bare', title: 'nothing', setting: '' }

export const tools: readonly Tool[] = [
  { name: 'agentguard', title: 'agentguard', setting: '`agentguard()`, no options', package: '@agentguard/vitest' },
  { name: 'nock15', title: 'nock 15', setting: '`nock.disableNetConnect()`', package: 'nock15', setup: 'nock15' },
  { name: 'nock14', title: 'nock 14', setting: '`nock.disableNetConnect()`', package: 'nock14', setup: 'nock14' },
  { name: 'msw3', title: 'msw 3', setting: "`onUnhandledFrame: 'error'`", package: 'msw3', setup: 'msw3' },
  { name: 'msw2', title: 'msw 2', setting: "`onUnhandledRequest: 'error'`", package: 'msw2', setup: 'msw2' },
  {
    name: 'jest-offline',
    title: 'jest-offline',
    setting: 'as a setup file',
    package: 'jest-offline',
    setup: 'jest-offline',
  },
  {
    name: 'mock-agent',
    title: 'MockAgent',
    setting: '`disableNetConnect()` and `setGlobalDispatcher`, undici 8',
    package: 'undici',
    setup: 'mock-agent',
  },
]

/** The tool of a name; `bare` too. */
export function findTool(name: string | undefined): Tool {
  const tool = [bare, ...tools].find((one) => one.name === name)
  if (tool === undefined) {
    throw new RangeError(`There is no tool '${name}': ${[bare, ...tools].map((one) => one.name).join(', ')}`)
  }
  return tool
}

const require = createRequire(import.meta.url)

/** The version that is installed. */
export function versionOf(tool: Tool): string {
  if (tool.package === undefined) return ''
  const folder = require.resolve.paths(tool.package)?.find((path) => path.endsWith('packages/leaks/node_modules'))
  const manifest = JSON.parse(readFileSync(`${folder}/${tool.package}/package.json`, 'utf8')) as { version: string }
  return manifest.version
}
