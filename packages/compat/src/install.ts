import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Consumer, Manager, Project } from './matrix.ts'
import { run } from './spawn.ts'

const root = join(import.meta.dirname, '../../..')

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** The adapter of each consumer, the project of the end-to-end tests that pins its runner, and the packages it needs of that project. */
const needs: Readonly<
  Record<Consumer, { readonly adapter: string; readonly pins?: string; readonly runner: readonly string[] }>
> = {
  'Jest 29.7': {
    adapter: 'jest-environment-agentguard',
    pins: 'jest29',
    runner: ['jest', '@jest/globals', '@types/jest'],
  },
  'Jest 30': {
    adapter: 'jest-environment-agentguard',
    pins: 'jest30',
    runner: ['jest', '@jest/globals', '@types/jest'],
  },
  'Vitest 4.1': { adapter: '@agentguard/vitest', pins: 'vitest4', runner: ['vitest'] },
  'Vitest 5': { adapter: '@agentguard/vitest', pins: 'vitest5', runner: ['vitest'] },
  'the core': { adapter: '@agentguard/core', runner: [] },
}

/** What a project in TypeScript has beside its runner; Jest does not read TypeScript by itself. */
const typescript = { '@types/node': '22.20.5', 'expect-type': '1.4.0' }
const typescriptInJest = { 'ts-jest': '29.4.15', typescript: '6.0.3' }

export interface Packed {
  /** Paths by names of packages. */
  readonly tarballs: ReadonlyMap<string, string>
  /** The one version that all of them have. */
  readonly version: string
}

/** Packs the public packages as they would be published. */
export async function packAll(into: string): Promise<Packed> {
  const manifests = globSync('packages/*/package.json', { cwd: root }).map(readManifest)
  const published = manifests.filter((manifest) => manifest.private !== true)
  mkdirSync(into, { recursive: true })
  const filters = published.map(({ name }) => `--filter=${name}`)
  const args = [...filters, '--recursive', 'pack', '--pack-destination', into]
  const { code, stdout, stderr } = await run('pnpm', args, { cwd: root, node: process.execPath })
  if (code !== 0) throw new Error(`Packing failed:\n${stdout}${stderr}`)
  const tarballOf = ({ name, version }: Manifest): string =>
    join(into, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  const [version = '', ...others] = new Set(published.map(({ version }) => version))
  if (others.length > 0) throw new Error(`The packages have different versions: ${version}, ${others.join(', ')}`)
  return { tarballs: new Map(published.map((manifest) => [manifest.name, tarballOf(manifest)])), version }
}

/** Makes a fresh project and installs a tarball into it, with the core's where a registry would give the core. */
export async function install(project: Project, folder: string, tarballs: ReadonlyMap<string, string>): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const core = `file:${tarballs.get('@agentguard/core')}`
  const overrides = project.consumer === 'the core' ? {} : { '@agentguard/core': core }
  const manifest = { name: 'fresh-project', private: true, devDependencies: dependenciesOf(project, tarballs) }
  // pnpm reads its settings from its own file; JSON is YAML.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, overrides }, undefined, 2))
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ packages: ['.'], overrides }))

  const args = ['install', '--prefer-offline', '--ignore-scripts', ...flags[project.manager]]
  const { code, stdout, stderr } = await run(project.manager, args, { cwd: folder, node: process.execPath })
  if (code !== 0) throw new Error(`${project.manager} could not install into ${folder}:\n${stdout}${stderr}`)
}

const flags: Readonly<Record<Manager, readonly string[]>> = {
  npm: ['--no-audit', '--no-fund', '--loglevel=error'],
  pnpm: ['--reporter=append-only'],
}

function dependenciesOf(
  { consumer, manager }: Project,
  tarballs: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const { adapter, pins, runner } = needs[consumer]
  const pinned = pins === undefined ? {} : readManifest(`packages/e2e/projects/${pins}/package.json`).devDependencies
  return {
    ...Object.fromEntries(runner.map((name) => [name, pinned?.[name] ?? 'is not pinned'])),
    ...typescript,
    ...(consumer.startsWith('Jest') ? typescriptInJest : {}),
    [adapter]: `file:${tarballs.get(adapter)}`,
    // Under npm, tests find what the adapter has installed; under pnpm, only what the project names itself.
    ...(manager === 'pnpm' ? { '@agentguard/core': `file:${tarballs.get('@agentguard/core')}` } : {}),
  }
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest
}
