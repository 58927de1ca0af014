import type { Culprit } from '../record/evidence.ts'

/** The package that the project chose, without its version: where its chain begins. */
export function chosenName(culprit: Culprit | undefined): string {
  return culprit?.chain?.[0]?.replace(/(?<!^)@.*$/, '') ?? culprit?.name ?? ''
}
