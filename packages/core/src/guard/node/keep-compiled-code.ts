/** Passed by `load-core.ts` to the code that it loads. Other loaders do not pass it. */
declare const keepCompiled: (() => void) | undefined

/** Writes V8's code cache of this package for processes that start later. Call it when most functions have been used. */
export function keepCompiledCode(): void {
  if (typeof keepCompiled === 'function') keepCompiled()
}
