import { createRequire } from 'node:module'

/** The version of the running Jest, which loads its core with `require`. A project may have several versions installed. */
export function jestVersion(): string | undefined {
  const require = createRequire(import.meta.url)
  const core = Object.keys(require.cache).find((path) => /[\\/]@jest[\\/]core[\\/]build[\\/]/.test(path))
  if (core === undefined) return undefined
  try {
    const { version } = createRequire(core)('@jest/core/package.json') as { readonly version?: unknown }
    return typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
