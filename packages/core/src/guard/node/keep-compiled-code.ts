/** What `load-core.ts` passes to the code that it loads; other loaders pass nothing. */
declare const keepCompiled: (() => void) | undefined

/** Keeps what V8 has compiled of this package, for processes that start later. Call it when most functions have been used. */
export function keepCompiledCode(): void {
  if (typeof keepCompiled === 'function') keepCompiled()
}
