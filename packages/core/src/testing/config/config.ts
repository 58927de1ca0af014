import type { EgressOptions } from '../../policy/options/egress-options.ts'

/** What `agentguard.config.json` may hold; of `.js`, `.mjs` and `.ts`, the default export. */
export interface AgentguardConfig extends EgressOptions {
  /** For editors. */
  readonly $schema?: string
  /** More options for the test files that a glob matches, from the folder of the config. */
  readonly files?: Readonly<Record<string, EgressOptions>>
}
