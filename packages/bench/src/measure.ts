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

/** Which part of the picture a row belongs to. */
export type Panel = 'a whole run of a suite' | 'an operation that is allowed' | 'an operation that is blocked'

/** CPU times as ratios to bare. */
export type Ratios = Partial<Readonly<Record<Variant, number>>>

/** One line of the table. A figure is text, because each measure has a unit of its own. */
export interface Row {
  readonly measure: string
  readonly bare: string
  readonly figures: Partial<Readonly<Record<Variant, string>>>
  /** What the picture shows of it; a row that compares nothing has none. */
  readonly picture?: { readonly panel: Panel; readonly label: string; readonly ratios: Ratios }
  readonly reach: string
  /** Undefined where there is nothing to reach. */
  readonly met?: boolean
  /** Everything measured, for the JSON file. */
  readonly raw: unknown
}

/** One thing to measure; it may fill several lines. */
export interface Measure {
  readonly name: string
  run(input: MeasureInput): Promise<readonly Row[]>
}
