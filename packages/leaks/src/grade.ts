import type { Measured } from './measured.ts'

/** What became of a call: blocked with an error, arrived at the server, told a success that was none, or never answered. */
export type Grade = 'blocked' | 'leaked' | 'faked' | 'hung'

/** What arrived decides, then what the caller was told. */
export function grade({ arrivals, told }: Pick<Measured, 'arrivals' | 'told'>): Grade {
  if (arrivals.length > 0) return 'leaked'
  if (told === 'error') return 'blocked'
  return told === 'nothing' ? 'hung' : 'faked'
}

/** From best to worst, as they stand in a cell. */
export const signs: Readonly<Record<Grade, string>> = { blocked: 'B', faked: 's', hung: 'h', leaked: '**L**' }
