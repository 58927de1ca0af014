import { fileURLToPath } from 'node:url'
import type { EgressOptions } from '@agentguard/core'
import { refuseUnsupportedNode } from '@agentguard/core/internal/reporter'
import type { Plugin } from 'vitest/config'
import { guardProject } from './guard-project.ts'
import { portableOptions } from './project-options.ts'
import { expectToBeRead, noteRead, refuseUncalled } from './refuse-wrong-use.ts'
import { addReporter, type ReportOptions, splitReport } from './reporter/add-reporter.ts'
import { setupId } from './setup-id.ts'

/** The policy of all tests, and what to report. */
export interface AgentguardOptions extends EgressOptions {
  /**
   * Adds the reporter: `true` for a summary at the end of a run, or the options of its reports. Default: a few lines
   * with what to decide.
   */
  readonly report?: boolean | ReportOptions
}

/**
 * The Vitest plugin. Fails every test whose code attempts to reach a destination that `options` do not allow.
 *
 * @param options the policy of all tests. Config files and docblocks add to it.
 * @throws TypeError for a wrong option or rule, with the place and the fix
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
    configureVitest: afterOthers(({ project, vitest }) => {
      noteRead()
      guardProject(project, vitest, { setupId, pluginName, options: checked })
      addReporter(vitest, { report, locked: checked.locked === true })
    }),
  }
}

type ConfigureVitest = NonNullable<Plugin['configureVitest']>

/** A later plugin may change the pool of a project in the same hook, as Cloudflare's does. */
function afterOthers(handler: ConfigureVitest): ConfigureVitest {
  // Vite orders hooks that are objects. The types of Vitest know only functions.
  return { order: 'post', handler } as unknown as ConfigureVitest
}

refuseUncalled(agentguard)

const pluginName = 'agentguard'

/** The same as `setup.ts`. The runtime is imported by its path, since a project may not be able to resolve our package. */
function setupCode(): string {
  const runtime = fileURLToPath(new URL('./runtime.js', import.meta.url)).replaceAll('\\', '/')
  return `import * as vitest from 'vitest'\nimport { registerFile } from ${JSON.stringify(runtime)}\nregisterFile(vitest)\n`
}
