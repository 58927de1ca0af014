/**
 * The `stack` of an error, or of an object that was passed to `captureStackTrace`, as text.
 *
 * V8 formats it when it is first read, with `Error.prepareStackTrace`, which a program may have replaced. One that
 * applies source maps is welcome. Where it throws or returns call sites, the frames are formatted here, as V8 does.
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
      // A failing formatter of other code is no reason to lose the evidence.
    }
    return framesText(sites)
  }
}

function framesText(sites: readonly unknown[]): string {
  return ['Error', ...sites.map((site) => `    at ${String(site)}`)].join('\n')
}
