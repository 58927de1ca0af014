import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { usageError } from '../../policy/usage/usage-error.ts'
import { findEnvironmentFlags, findOldRunner, findUnreadPlugin, type Gap } from './find-gaps.ts'

export type Runner = 'jest' | 'vitest'
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** A project, as `agentguard init` sees it. */
export interface Project {
  readonly folder: string
  readonly packageManager: PackageManager
  /** The names of all its dependencies. */
  readonly dependencies: readonly string[]
  /** The runners that it uses, each with its config file relative to the folder. Without one where there is none yet. */
  readonly runners: readonly { readonly runner: Runner; readonly config?: string }[]
  /** What leaves tests without the guard, whatever the config contains. */
  readonly gaps: readonly Gap[]
}

/**
 * Reads a project from its package.json and the files next to it.
 *
 * @throws TypeError where there is no package.json to read
 */
export function findProject(folder: string): Project {
  const manifest = readManifest(folder)
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) =>
    Object.keys(manifest[key] ?? {}),
  )
  const files = readdirSync(folder)
  const jestConfig = files.find((name) => /^jest\.config\.([cm]?[jt]s|json)$/.test(name))
  const vitestConfig = files.find((name) => /^vitest\.config\.[cm]?[jt]s$/.test(name))
  const viteConfig = files.find((name) => /^vite\.config\.[cm]?[jt]s$/.test(name))
  const usesJest = jestConfig !== undefined || 'jest' in manifest || dependencies.includes('jest')
  const usesVitest = vitestConfig !== undefined || dependencies.includes('vitest')
  return {
    folder,
    packageManager: findPackageManager(folder, manifest),
    dependencies,
    runners: [
      ...(usesJest ? [withConfig('jest', 'jest' in manifest ? 'package.json' : jestConfig)] : []),
      ...(usesJest && existsSync(join(folder, nestConfig)) ? [withConfig('jest', nestConfig)] : []),
      ...(usesVitest ? [withConfig('vitest', vitestConfig ?? viteConfig)] : []),
    ],
    gaps: [
      ...findEnvironmentFlags(manifest['scripts']),
      ...findUnreadPlugin(folder, vitestConfig, viteConfig),
      ...findOldRunner(dependencies),
    ],
  }
}

/** Where Nest keeps the config of its end-to-end tests. The one for its other tests is separate. */
const nestConfig = 'test/jest-e2e.json'

function withConfig(runner: Runner, config: string | undefined): Project['runners'][number] {
  return config === undefined ? { runner } : { runner, config }
}

type Manifest = Readonly<Record<string, object | string | undefined>>

function readManifest(folder: string): Manifest {
  const path = join(folder, 'package.json')
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw usageError(path, `it cannot be read (${problem})`, 'Run agentguard in the folder of a project')
  }
}

const lockFiles: Readonly<Record<string, PackageManager>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
}

/** The `packageManager` field, or else the nearest lock file. In a workspace, that is in a folder above. */
function findPackageManager(folder: string, manifest: Manifest): PackageManager {
  const { packageManager: named } = manifest
  const manager = managers.find((name) => typeof named === 'string' && named.startsWith(`${name}@`))
  if (manager !== undefined) return manager
  const lock = Object.keys(lockFiles).find((name) => existsSync(join(folder, name)))
  if (lock !== undefined) return lockFiles[lock] ?? 'npm'
  const above = dirname(folder)
  return above === folder || existsSync(join(folder, '.git')) ? 'npm' : findPackageManager(above, {})
}

const managers: readonly PackageManager[] = ['npm', 'pnpm', 'yarn', 'bun']
