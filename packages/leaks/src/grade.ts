import type { Measured } from './measured.ts'

/** What happened to a call: blocked with an error, arrived at the server, reported false success, or never answered. */
export type Grade = 'blocked' | 'leaked' | 'faked' | 'hung'

/** What arrived decides, then what the caller got. */
export function grade({ arrivals, got }: Pick<Measured, 'arrivals' | 'got'>): Grade {
  if (arrivals.length > 0) return 'leaked'
  if (got === 'error') return 'blocked'
  return got === 'nothing' ? 'hung' : 'faked'
}

/** From best to worst, as a cell shows them. */
export const signs: Readonly<Record<Grade, string>> = { blocked: 'B', faked: 's', hung: 'h', leaked: '**L**' }
