import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { outsideEnvironment } from './vitest/run-vitest.ts'

/** Package managers, each with its own layout. */
export type Manager = 'npm' | 'pnpm' | 'yarn with node_modules' | "yarn with Plug'n'Play"

/** Three packages, of which a project chooses the first; the last one sends by a timer, when none of the others is on the stack. */
const packages: Readonly<Record<string, { readonly needs?: string; readonly code: string }>> = {
  'ag-chosen': { needs: 'ag-middle', code: "exports.start = () => require('ag-middle').start()" },
  'ag-middle': { needs: 'ag-helper', code: "exports.start = () => require('ag-helper').start()" },
  'ag-helper': {
    code: "exports.start = () => void setTimeout(() => fetch('http://flags.example/').catch(() => {}), 1)",
  },
}

/** Makes a workspace whose project depends on `ag-chosen`, and installs that without a network. Returns the folder of the workspace. */
export function installWorkspace(manager: Manager, files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'agentguard-installed-')))
  const tarballs = Object.fromEntries(Object.keys(packages).map((name) => [name, `file:${packInto(root, name)}`]))
  const workspace = join(root, 'workspace')
  const manifests = {
    'package.json': { private: true, workspaces: ['packages/*'], overrides: tarballs, resolutions: tarballs },
    'pnpm-workspace.yaml': { packages: ['packages/*'], overrides: tarballs },
    'packages/app/package.json': { name: 'app', private: true, dependencies: { 'ag-chosen': '1.0.0' } },
  }
  write(workspace, Object.fromEntries(Object.entries(manifests).map(([name, json]) => [name, JSON.stringify(json)])))
  write(workspace, files)
  const [program, args] = commands[manager](workspace, root)
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: workspace,
    env: outsideEnvironment(),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${manager} could not install: ${stdout}${stderr}`)
  return workspace
}

type Command = readonly [program: string, args: readonly string[]]

const commands: Readonly<Record<Manager, (workspace: string, root: string) => Command>> = {
  npm: (_, root) => ['npm', ['install', '--offline', '--no-audit', '--no-fund', '--cache', join(root, 'cache')]],
  pnpm: (_, root) => ['pnpm', ['install', '--offline', '--store-dir', join(root, 'store')]],
  'yarn with node_modules': (workspace, root) => yarn(workspace, root, 'node-modules'),
  "yarn with Plug'n'Play": (workspace, root) => yarn(workspace, root, 'pnp'),
}

function yarn(workspace: string, root: string, nodeLinker: string): Command {
  const settings = {
    nodeLinker,
    enableNetwork: false,
    enableTelemetry: false,
    enableGlobalCache: false,
    enableImmutableInstalls: false,
    globalFolder: join(root, 'yarn'),
  }
  write(workspace, { '.yarnrc.yml': JSON.stringify(settings), 'yarn.lock': '' })
  return [process.execPath, [createRequire(import.meta.url).resolve('@yarnpkg/cli-dist/bin/yarn.js'), 'install']]
}

/** Packs one of the packages, as a registry serves it. */
function packInto(root: string, name: string): string {
  const { needs, code = '' } = packages[name] ?? {}
  const manifest = { name, version: '1.0.0', ...(needs !== undefined && { dependencies: { [needs]: '1.0.0' } }) }
  const folder = join(root, 'packed', name)
  write(folder, { 'package/package.json': JSON.stringify(manifest), 'package/index.js': code })
  const tarball = join(root, 'packed', `${name}-1.0.0.tgz`)
  const { status, stderr } = spawnSync('tar', ['-czf', tarball, '-C', folder, 'package'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} could not be packed: ${stderr}`)
  return tarball
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
