// Checks what would be published, from packed tarballs: the types of both module systems, the exports map, the files, the size.
// Then compares the public API with its list, and searches dependencies, files and exports that nothing uses.
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readPublicPackages } from './public-packages.ts'
import { runStep, workspaceRoot } from './run-step.ts'

const tarballs = join(workspaceRoot, '.reports/packed')
const publicPackages = readPublicPackages().map(({ name }) => name)

const expected =
  /^package\/(LICENSE|README\.md|package\.json|schema\/[\w-.]+\.json|dist\/(cli\/)?[\w-]+(\.d\.ts|\.d\.cts|\.js|\.cjs|\.html|\.txt))$/

rmSync(tarballs, { recursive: true, force: true })
mkdirSync(tarballs, { recursive: true })

const filters = publicPackages.map((name) => `--filter=${name}`)
await check('pnpm', [...filters, '--recursive', 'pack', '--pack-destination', tarballs])
const packed = globSync('*.tgz', { cwd: tarballs }).map((file) => join(tarballs, file))
if (packed.length !== publicPackages.length) throw new Error(`Packed ${packed.length} of ${publicPackages.join(', ')}`)

for (const tarball of packed) {
  checkFiles(tarball)
  // Vitest loads setup modules as ESM only, and every Node we support can require one. A schema is not a module.
  const rules = [
    '--ignore-rules',
    'cjs-resolves-to-esm',
    '--exclude-entrypoints',
    'evidence-1.schema.json',
    'cli-1.schema.json',
    'config-1.schema.json',
  ]
  await check('attw', [tarball, '--format', 'ascii', ...rules])
  await check('publint', ['run', tarball, '--strict'])
}
// Where a budget of .size-limit.json is spent, it says by how much.
await check('size-limit', [])
await check(process.execPath, [join(import.meta.dirname, 'api.ts'), '--check'])
await check('knip', [])

/** Only built files, descriptions and licences: no sources, maps or tests. */
function checkFiles(tarball: string): void {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split(/\r?\n/)
  const missing = ['LICENSE', 'README.md', 'package.json'].filter((name) => !files.includes(`package/${name}`))
  const stray = files.filter((path) => !expected.test(path))
  for (const name of missing) console.error(`${tarball} lacks ${name}`)
  for (const path of stray) console.error(`${tarball} has ${path}, which should not be published`)
  if (missing.length + stray.length > 0) process.exitCode = 1
}

async function check(command: string, args: readonly string[]): Promise<void> {
  const code = await runStep(command, args)
  if (code !== 0) process.exitCode = 1
}
