import type { EgressOptions } from '../../policy/options/egress-options.ts'
import type { UnusedRules } from '../../policy/options/unused-rules.ts'

/** The content of `agentguard.config.json`, or the default export of `agentguard.config.js`, `.mjs` and `.ts`. */
export interface AgentguardConfig extends EgressOptions {
  /** The URL or path of the JSON schema, for editors. */
  readonly $schema?: string
  /** What to do about `allow` and `mute` rules that a run never used. Read from the config that is nearest to the root of the run. */
  readonly unusedRules?: UnusedRules
  /** More options for the test files that match a glob, relative to the folder of the config. */
  readonly files?: Readonly<Record<string, EgressOptions>>
}
