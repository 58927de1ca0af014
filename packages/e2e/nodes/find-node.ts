import { existsSync } from 'node:fs'
import { join } from 'node:path'

export type NodeMajor = 22 | 24 | 26

/**
 * Path of the binary of that Node, or undefined where there is none: 24 is the one the workspace runs on, 22 and 26 come
 * from npm for Linux on x64 only. `TEST_NODE_22` and `TEST_NODE_26` name a binary on other machines.
 *
 * A test says so where it is missing: `test.skipIf(findNode(22) === undefined)('… on Node 22', …)`.
 */
export function findNode(major: NodeMajor): string | undefined {
  const named = process.env[`TEST_NODE_${major}`]
  if (named !== undefined) return named
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const path = join(import.meta.dirname, 'node_modules', `node${major}`, 'bin', 'node')
  return existsSync(path) ? path : undefined
}
