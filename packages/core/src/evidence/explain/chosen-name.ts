import type { Culprit } from '../record/evidence.ts'

/** The name of the package that the project chose, which begins its chain. */
export function chosenName(culprit: Culprit | undefined): string {
  return culprit?.chain?.[0]?.replace(/(?<!^)@.*$/, '') ?? culprit?.name ?? ''
}
