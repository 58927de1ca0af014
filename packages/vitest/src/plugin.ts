import { fileURLToPath } from 'node:url'
import type { EgressOptions } from '@agentguard/core'
import { refuseUnsupportedNode } from '@agentguard/core/internal/reporter'
import type { Plugin } from 'vitest/config'
import { guardProject } from './guard-project.ts'
import { portableOptions } from './project-options.ts'
import { expectToBeRead, noteRead, refuseUncalled } from './refuse-wrong-use.ts'
import { addReporter, type ReportOptions, splitReport } from './reporter/add-reporter.ts'

/** The policy of all tests, and what is reported of it. */
export interface AgentguardOptions extends EgressOptions {
  /** Adds the reporter: `true` for a summary at the end of a run, or what else it should make. */
  readonly report?: boolean | ReportOptions
}

/**
 * Fails every test whose code reaches a network destination that `options` do not allow.
 *
 * @throws TypeError for an unknown option or a malformed rule, with the place and the fix
 * @example
 * ```ts
 * // vitest.config.ts
 * import { agentguard } from '@agentguard/vitest'
 * import { defineConfig } from 'vitest/config'
 *
 * export default defineConfig({ plugins: [agentguard({ allow: ['api.weather.com'] })] })
 * ```
 */
export function agentguard(options: AgentguardOptions = {}): Plugin {
  refuseUnsupportedNode()
  const { report, egress } = splitReport(options)
  const checked = portableOptions(egress)
  expectToBeRead()
  return {
    name: pluginName,
    config: noteRead,
    resolveId: (id) => (id === setupId ? setupId : undefined),
    load: (id) => (id === setupId ? setupCode() : undefined),
    configureVitest: ({ project, vitest }) => {
      noteRead()
      guardProject(project, vitest, { setupId, pluginName, options: checked })
      addReporter(vitest, { report, locked: checked.locked === true })
    },
  }
}

refuseUncalled(agentguard)

const pluginName = 'agentguard'

/**
 * Vitest evaluates a setup file again for every test file only where it inlines it, and inlines whatever has `virtual:` in
 * its name. A path into node_modules that a plugin adds is evaluated once a worker, and so guards one file of many.
 */
const setupId = 'virtual:agentguard/setup'

/** As `setup.ts`; the runtime is named by its path, since a project need not see our package. */
function setupCode(): string {
  const runtime = fileURLToPath(new URL('./runtime.js', import.meta.url)).replaceAll('\\', '/')
  return `import * as vitest from 'vitest'\nimport { registerFile } from ${JSON.stringify(runtime)}\nregisterFile(vitest)\n`
}
