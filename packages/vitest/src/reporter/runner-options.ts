import type { EgressOptions } from '@agentguard/core'
import type { RunnerOptions } from '@agentguard/core/internal/reporter'
import type { TestModule } from 'vitest/node'

/** The plugin has checked what it provides. Each worker checks what a config provides for the setup file alone. */
function readOptions(provided: unknown): EgressOptions {
  return typeof provided === 'object' && provided !== null ? provided : {}
}

/** The rules of the plugin, for each project of these modules. */
export function runnerOptions(modules: readonly TestModule[]): readonly RunnerOptions[] {
  const projects = new Set(modules.map(({ project }) => project))
  return [...projects].map((project) => {
    const { agentguard } = project.getProvidedContext()
    return {
      ...(project.name !== '' && { project: project.name }),
      file: project.vite.config.configFile ?? 'agentguard()',
      options: readOptions(agentguard),
    }
  })
}
