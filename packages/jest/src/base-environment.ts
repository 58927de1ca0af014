import { createRequire } from 'node:module'
import type { TestEnvironment } from 'jest-environment-node'

/**
 * The Node environment of the Jest that runs the tests. It is looked up through our only peer, `jest`: asked for by name,
 * a package manager with strict node_modules would install the newest one beside an older Jest.
 */
export const BaseEnvironment: typeof TestEnvironment = loadBaseEnvironment()

function loadBaseEnvironment(): typeof TestEnvironment {
  const path = ['jest', '@jest/core', 'jest-config'].reduce(
    (from, name) => createRequire(from).resolve(`${name}/package.json`),
    import.meta.url,
  )
  // Jest 29.7 and 30 export the class under this name.
  const loaded = createRequire(path)('jest-environment-node') as { readonly TestEnvironment: typeof TestEnvironment }
  return loaded.TestEnvironment
}
