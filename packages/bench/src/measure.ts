import type { Servers } from './servers.ts'
import type { Variant } from './variants.ts'

/** How long and how precisely to measure. */
export interface Effort {
  readonly pairs: number
  readonly quick: boolean
}

export interface MeasureInput extends Effort {
  readonly servers: Servers
}

/** One line of the table. A figure is text, because each measure has a unit of its own. */
export interface Row {
  readonly measure: string
  readonly bare: string
  readonly figures: Partial<Readonly<Record<Variant, string>>>
  readonly reach: string
  readonly met: boolean
  /** Everything measured, for the JSON file. */
  readonly raw: unknown
}

/** One thing to measure; it may fill several lines. */
export interface Measure {
  readonly name: string
  run(input: MeasureInput): Promise<readonly Row[]>
}
