import { createRequire } from 'node:module'

/** The version of the Jest that runs here, which loads its core with `require`; a project may have several installed. */
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
