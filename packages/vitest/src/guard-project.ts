import type { EgressOptions } from '@agentguard/core'
import { findConfigs } from '@agentguard/core/internal'
import type { TestProject, Vitest } from 'vitest/node'
import { mergeOptions } from './project-options.ts'
import { tooOld } from './running-vitest.ts'

interface Guarding {
  readonly setupId: string
  readonly pluginName: string
  readonly options: EgressOptions
}

/** The state of a project, kept on it, so that another copy of this package, for a config in another format, finds it. */
interface Known {
  options?: EgressOptions
  isChecked?: boolean
}

const key = Symbol.for('@agentguard/vitest.project')

function knownOf(project: TestProject): Known {
  const slot = project as TestProject & { [key]?: Known }
  return (slot[key] ??= {})
}

/** Adds the guard to a project. A second plugin in the same project, such as its own in addition to the root's, adds its rules. */
export function guardProject(project: TestProject, vitest: Vitest, guarding: Guarding): void {
  if (isOlderThan(vitest.version, 4, 1)) throw tooOld(`Vitest ${vitest.version}`)
  warnOfUnguarded(vitest, guarding.pluginName)
  if (project.config.browser.enabled) {
    vitest.logger.warn(`agentguard does not guard browser mode: ${titleOf(project)} runs without it.`)
    return
  }
  if (!ownPools.has(project.config.pool)) {
    vitest.logger.warn(
      `agentguard does not guard the pool '${project.config.pool}': ${titleOf(project)} runs without it.`,
    )
    return
  }
  const { config } = project
  // A mistake in the shared config fails the run once, and not each of its files.
  findConfigs(config.root)
  if (!config.setupFiles.includes(guarding.setupId)) config.setupFiles.unshift(guarding.setupId)
  // In parallel, which is the default, a user's setup file could run before ours. Vitest 4 reads the root's setting.
  config.sequence.setupFiles = 'list'
  vitest.config.sequence.setupFiles = 'list'
  const known = knownOf(project)
  const options = (known.options = mergeOptions(known.options, guarding.options))
  project.provide('agentguard', options)
}

/** Pools of others run tests in other runtimes, such as workerd, which lack what the guard needs of Node. */
const ownPools: ReadonlySet<string> = new Set(['forks', 'threads', 'vmForks', 'vmThreads', 'typescript'])

/** A plugin of the root config applies to a project only if the project extends that config, which is easily overlooked. */
function warnOfUnguarded(vitest: Vitest, pluginName: string): void {
  if (!hasPlugin(vitest.vite, pluginName)) return
  for (const project of vitest.projects) {
    const known = knownOf(project)
    if (known.isChecked) continue
    known.isChecked = true
    if (hasPlugin(project.vite, pluginName)) continue
    vitest.logger.warn(
      `agentguard does not guard ${titleOf(project)}: add \`extends: true\` to it, or agentguard() to its plugins.`,
    )
  }
}

function hasPlugin(server: TestProject['vite'], name: string): boolean {
  return server.config.plugins.some((plugin) => plugin.name === name)
}

function titleOf({ name }: TestProject): string {
  return name === '' ? 'this project' : `project '${name}'`
}

function isOlderThan(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  return ownMajor < major || (ownMajor === major && ownMinor < minor)
}
