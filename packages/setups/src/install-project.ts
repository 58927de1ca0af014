import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../compat/src/spawn.ts'
import type { Project } from './read-setups.ts'

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly overrides?: object
}

/** What a registry would give for the names of agentguard's packages. */
export type Tarballs = ReadonlyMap<string, string>

const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']

/** Copies a project and installs it with npm, with tarballs in place of published packages. */
export async function installProject(project: Project, folder: string, tarballs: Tarballs): Promise<void> {
  cpSync(project.folder, folder, { recursive: true })
  const manifests = globSync('{package.json,{packages,apps}/*/package.json}', { cwd: folder })
  for (const path of manifests) {
    const manifest = JSON.parse(readFileSync(join(folder, path), 'utf8')) as Manifest
    const changed = withTarballs(manifest, tarballs, path === 'package.json')
    writeFileSync(join(folder, path), JSON.stringify(changed, undefined, 2))
  }
  const { code, stdout, stderr } = await run('npm', ['install', ...flags], { cwd: folder, node: process.execPath })
  if (code !== 0) throw new Error(`npm could not install ${project.name}:\n${stdout}${stderr}`)
}

function withTarballs(manifest: Manifest, tarballs: Tarballs, isRoot: boolean): Manifest {
  const replace = (given: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(given).map(([name, range]) => [name, specOf(tarballs, name) ?? range]))
  const { dependencies, devDependencies, overrides } = manifest
  return {
    ...manifest,
    ...(dependencies && { dependencies: replace(dependencies) }),
    ...(devDependencies && { devDependencies: replace(devDependencies) }),
    // npm reads overrides at the root only.
    ...(isRoot && { overrides: { ...overrides, '@agentguard/core': specOf(tarballs, '@agentguard/core') } }),
  }
}

function specOf(tarballs: Tarballs, name: string): string | undefined {
  const path = tarballs.get(name)
  return path === undefined ? undefined : `file:${path}`
}
