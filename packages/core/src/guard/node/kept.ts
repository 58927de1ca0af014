/** What processes leave for later ones on this machine, beside the code of this package. */
export interface Kept {
  /** Writes V8's code cache of this package. Call it when most functions have been used. */
  keepCode(): void
  /** The text of the last `keepProofs`, or an empty one. */
  readProofs(): string
  keepProofs(text: string): void
}

/** Passed by `load-core.ts` to the code that it loads. Other loaders do not pass it. */
declare const kept: Kept | undefined

const passed: Kept =
  typeof kept === 'object' ? kept : { keepCode: () => {}, readProofs: () => '', keepProofs: () => {} }

export function keepCode(): void {
  passed.keepCode()
}

export function readProofs(): string {
  return passed.readProofs()
}

export function keepProofs(text: string): void {
  passed.keepProofs(text)
}
