import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const e2e = join(import.meta.dirname, '../..')
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

test.each(['jest29', 'jest30'])('in %s the matchers have types, for @jest/globals and for @types/jest', (name) => {
  const project = join(e2e, 'projects', name)
  const folder = copyInto(join(project, 'runs'))
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configOf(project)))
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })

    expect(stdout).toBe('')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function copyInto(runs: string): string {
  mkdirSync(runs, { recursive: true })
  const folder = mkdtempSync(join(runs, 'types-'))
  cpSync(join(e2e, 'fixtures/jest/types'), folder, { recursive: true })
  return folder
}

function configOf(project: string): object {
  return {
    compilerOptions: {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      target: 'es2023',
      module: 'nodenext',
      types: ['node', 'jest'],
      typeRoots: [join(project, 'node_modules/@types'), join(e2e, '../../node_modules/@types')],
      // The types of Jest itself do not all hold together.
      skipLibCheck: true,
      // Where two majors are installed side by side, ours may see the `expect` of the newer one.
      paths: { expect: [expectOf(project)] },
    },
    include: ['*.ts'],
  }
}

/** The `expect` that the project's own `@jest/globals` is typed by. */
function expectOf(project: string): string {
  const entry = ['@jest/globals', '@jest/expect', 'expect'].reduce(
    (from, name) => createRequire(from).resolve(name),
    join(project, 'package.json'),
  )
  return join(dirname(entry), 'index.d.ts')
}
