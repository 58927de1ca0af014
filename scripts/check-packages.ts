// Checks what would be published, from packed tarballs: the types of both module systems, the exports map, the files. Then
// looks for dependencies, files and exports that nothing uses.
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runStep, workspaceRoot } from './run-step.ts'

const tarballs = join(workspaceRoot, '.reports/packed')
const publicPackages = globSync('packages/*/package.json', { cwd: workspaceRoot })
  .map((path) => JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8')) as { name: string; private?: boolean })
  .filter((manifest) => manifest.private !== true)
  .map(({ name }) => name)

rmSync(tarballs, { recursive: true, force: true })
mkdirSync(tarballs, { recursive: true })

const filters = publicPackages.map((name) => `--filter=${name}`)
await check('pnpm', [...filters, '--recursive', 'pack', '--pack-destination', tarballs])
const packed = globSync('*.tgz', { cwd: tarballs }).map((file) => join(tarballs, file))
if (packed.length !== publicPackages.length) throw new Error(`Packed ${packed.length} of ${publicPackages.join(', ')}`)

for (const tarball of packed) {
  // Vitest loads setup modules as ESM only, and every Node we support can require one. A schema is no module.
  const rules = ['--ignore-rules', 'cjs-resolves-to-esm', '--exclude-entrypoints', 'evidence-1.schema.json']
  await check('attw', [tarball, '--format', 'ascii', ...rules])
  await check('publint', ['run', tarball, '--strict'])
}
await check('knip', [])

async function check(command: string, args: readonly string[]): Promise<void> {
  const code = await runStep(command, args)
  if (code !== 0) process.exitCode = 1
}
