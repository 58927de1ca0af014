import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspaceRoot } from './run-step.ts'

/** The manifest of a package, as far as releases need it. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly repository?: unknown
}

/** The manifests of the packages that are published. */
export function readPublicPackages(): readonly Manifest[] {
  return globSync('packages/*/package.json', { cwd: workspaceRoot })
    .map((path) => JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8')) as Manifest)
    .filter((manifest) => manifest.private !== true)
}
