/**
 * The `stack` of an error or of what `captureStackTrace` was given, as text.
 *
 * V8 formats it at the first reading, by `Error.prepareStackTrace`. That may be anybody's: one that maps sources is welcome, and
 * for one that throws, or that returns call sites for a program of its own, the frames are printed as V8 prints them.
 */
export function readStack(holder: { readonly stack?: unknown }): string {
  const prepare: unknown = Error.prepareStackTrace
  const isReplaced = typeof prepare === 'function' && Reflect.set(Error, 'prepareStackTrace', tolerant(prepare))
  try {
    const { stack } = holder
    if (Array.isArray(stack)) return framesText(stack)
    return typeof stack === 'string' ? stack : ''
  } catch {
    return ''
  } finally {
    if (isReplaced) Reflect.set(Error, 'prepareStackTrace', prepare)
  }
}

function tolerant(prepare: Function) {
  return (error: unknown, sites: readonly unknown[]): string => {
    try {
      const text: unknown = Reflect.apply(prepare, Error, [error, sites])
      if (typeof text === 'string' && (sites.length === 0 || /^\s+at /m.test(text))) return text
    } catch {
      // What somebody else's formatter cannot do is no reason to lose the evidence.
    }
    return framesText(sites)
  }
}

function framesText(sites: readonly unknown[]): string {
  return ['Error', ...sites.map((site) => `    at ${String(site)}`)].join('\n')
}
