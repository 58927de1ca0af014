import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { usageError } from '@agentguard/core/internal'
import type { EnvironmentConstructor } from './environment.ts'

/**
 * The Node environment of the Jest that runs the tests.
 *
 * Resolving it by name could find another major version: a package manager chooses the copy next to this package, and a
 * linked package is outside of the project. So this is the environment that the running test runner itself depends on.
 */
export function defaultEnvironment(): EnvironmentConstructor {
  return load(runnerPath() ?? peerPath(), 'jest-environment-node')
}

/** The environment that `name` means in the project: `jsdom`, a package, a path, or one below `<rootDir>`. */
export function resolveEnvironment(name: unknown, rootDir: string): EnvironmentConstructor {
  if (typeof name !== 'string' || name === '') throw usageError(where, `${inspect(name)} is not a name`, nameOne)
  if (isNodeEnvironment(name)) return defaultEnvironment()
  const from = join(rootDir, 'package.json')
  // Jest replaces this in its own options, not in those of an environment.
  if (name.startsWith(rootMark)) return resolveEnvironment(join(rootDir, name.slice(rootMark.length)), rootDir)
  const found = [`jest-environment-${name}`, name].find((id) => resolves(id, from))
  if (found === undefined) {
    throw usageError(
      where,
      `no environment '${name}' is installed in ${rootDir}`,
      `Install jest-environment-${name}, or fix the name`,
    )
  }
  return load(from, found)
}

const rootMark = '<rootDir>'
const where = 'testEnvironmentOptions.base'
const nameOne = "Write it as in testEnvironment: 'jsdom', or a path"

function isNodeEnvironment(name: string): boolean {
  return name === 'node' || name === 'jest-environment-node'
}

/** Jest loads its runner with `require`, in the main process and in each worker. */
function runnerPath(): string | undefined {
  return Object.keys(createRequire(import.meta.url).cache).find((path) => /[\\/]jest-runner[\\/]build[\\/]/.test(path))
}

/** Outside of a run, for example where a test loads this package, only the peer dependency remains. */
function peerPath(): string {
  return ['jest', '@jest/core', 'jest-config'].reduce(
    (from, name) => createRequire(from).resolve(`${name}/package.json`),
    import.meta.url,
  )
}

function resolves(id: string, from: string): boolean {
  try {
    createRequire(from).resolve(id)
    return true
  } catch {
    return false
  }
}

function load(from: string, id: string): EnvironmentConstructor {
  const loaded: unknown = createRequire(from)(id)
  const found = [member(loaded, 'TestEnvironment'), member(loaded, 'default'), loaded].find(isClass)
  if (found === undefined)
    throw usageError(where, `'${id}' exports no environment`, 'Name a module that exports a class')
  return found
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function isClass(value: unknown): value is EnvironmentConstructor {
  return typeof value === 'function'
}
