import type { EgressOptions } from '../../policy/options/egress-options.ts'
import type { UnusedRules } from '../../policy/options/unused-rules.ts'

/** What `agentguard.config.json` may hold; of `.js`, `.mjs` and `.ts`, the default export. */
export interface AgentguardConfig extends EgressOptions {
  /** For editors. */
  readonly $schema?: string
  /** What a run makes of allow and mute rules that it never used; read from the config nearest to its root. */
  readonly unusedRules?: UnusedRules
  /** More options for the test files that a glob matches, from the folder of the config. */
  readonly files?: Readonly<Record<string, EgressOptions>>
}
