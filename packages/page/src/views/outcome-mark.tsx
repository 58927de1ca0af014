import type { JSX } from 'preact'
import type { Outcome } from '../model/entry.ts'

/** The names of outcomes; shape and colour only repeat them. */
export const outcomeNames: Readonly<Record<Outcome, string>> = {
  blocked: 'Blocked',
  audited: 'Seen in audit',
  muted: 'Blocked, muted',
  allowed: 'Allowed',
}

/** The mark of an outcome beside its name. */
export function OutcomeMark({ outcome }: { readonly outcome: Outcome }): JSX.Element {
  return (
    <svg class={`mark ${outcome}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={outcomePath(outcome, 6, 6, 4.6)} />
    </svg>
  )
}

/** The shape of an outcome round a point: a diamond, a triangle, a square, or a ring, which differ without colour. */
function outcomePath(outcome: Outcome, x: number, y: number, radius: number): string {
  const r = Math.round(radius * 10) / 10
  if (outcome === 'blocked') return `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`
  if (outcome === 'audited') return `M${x} ${y - r}l${r} ${r * 1.8}h${-2 * r}z`
  if (outcome === 'muted') return `M${x - r * 0.8} ${y - r * 0.8}h${r * 1.6}v${r * 1.6}h${-r * 1.6}z`
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
}
