import type { EgressOptions } from '@agentguard/core'
import { findConfigs, proveChannels } from '@agentguard/core/internal'
import type { TestProject, Vitest } from 'vitest/node'
import { mergeOptions } from './project-options.ts'
import { tooOld } from './running-vitest.ts'

interface Guarding {
  readonly setupId: string
  readonly pluginName: string
  readonly options: EgressOptions
}

/** What is known of a project: kept on it, where another copy of this package, of a config in another format, finds it. */
interface Known {
  options?: EgressOptions
  isChecked?: boolean
}

const key = Symbol.for('@agentguard/vitest.project')

function knownOf(project: TestProject): Known {
  const slot = project as TestProject & { [key]?: Known }
  return (slot[key] ??= {})
}

/** Adds the guard to a project; a second plugin in the same project, for instance its own beside the root's, adds its rules. */
export function guardProject(project: TestProject, vitest: Vitest, guarding: Guarding): void {
  if (isOlderThan(vitest.version, 4, 1)) throw tooOld(`Vitest ${vitest.version}`)
  warnOfUnguarded(vitest, guarding.pluginName)
  if (project.config.browser.enabled) {
    vitest.logger.warn(`agentguard does not guard browser mode: ${titleOf(project)} runs without it.`)
    return
  }
  const { config } = project
  // A mistake in the config of all fails the run, once, rather than each of its files.
  findConfigs(config.root)
  if (!config.setupFiles.includes(guarding.setupId)) config.setupFiles.unshift(guarding.setupId)
  // In parallel, which is the default, a setup file of the user could run before ours. Vitest 4 reads the root's.
  config.sequence.setupFiles = 'list'
  vitest.config.sequence.setupFiles = 'list'
  const known = knownOf(project)
  const options = (known.options = mergeOptions(known.options, guarding.options))
  project.provide('agentguard', options)
  // Isolated, every file has a process or thread of its own.
  if (config.isolate) project.provide('agentguardProven', provenNode())
}

const proven: { node?: string } = {}

/** Proved once for all projects. */
function provenNode(): string {
  return (proven.node ??= proveChannels())
}

/** A plugin of the root config reaches a project only where the project extends that config, which is easy to overlook. */
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
