import type { EgressOptions } from '../../policy/options/egress-options.ts'

/** One source of options, outermost first: a config, a docblock, flags. */
export interface Level {
  /** As a text names it: `the config of Vitest`, `test/a.test.ts`. */
  readonly name: string
  readonly options: EgressOptions
}
