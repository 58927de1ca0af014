import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspaceRoot } from './run-step.ts'

export interface Snippet {
  /** Page and line, for the message. */
  readonly place: string
  readonly code: string
}

// A block of a page may use names, files and packages that the reader has and the page does not show.
const forgiven =
  /error TS(2304|2552|2582|2593|7006|7031):|error TS2307: Cannot find module '(?!@agentguard\/|jest-environment-agentguard)/

// A block sees the packages as a user does, through their built types.
const paths = {
  '@agentguard/core': ['packages/core/dist/index.d.ts'],
  '@agentguard/core/*': ['packages/core/dist/*.d.ts'],
  '@agentguard/vitest': ['packages/vitest/dist/index.d.ts'],
  '@agentguard/vitest/*': ['packages/vitest/dist/*.d.ts'],
  'jest-environment-agentguard': ['packages/jest/dist/index.d.ts'],
  jest: ['packages/jest/node_modules/jest'],
}

/** Type-checks blocks of TypeScript, each as its own module; returns one line for each mistake. */
export function checkSnippets(snippets: readonly Snippet[]): string[] {
  if (snippets.length === 0) return []
  const folder = join(workspaceRoot, '.reports/docs')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  snippets.forEach(({ code }, index) => writeFileSync(join(folder, `block-${index}.ts`), code))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(projectOf(), null, 2))

  const tsc = join(workspaceRoot, 'node_modules/typescript7/bin/tsc')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '--project', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'))
  if (status !== 0 && errors.length === 0) return [`The compiler failed on the ts blocks: ${stdout}`]
  return errors.filter((line) => !forgiven.test(line)).map((line) => namePlace(line, snippets))
}

function projectOf(): object {
  return {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      declaration: false,
      isolatedDeclarations: false,
      paths: Object.fromEntries(
        Object.entries(paths).map(([name, targets]) => [name, targets.map((path) => `../../${path}`)]),
      ),
    },
    include: ['*.ts'],
  }
}

function namePlace(line: string, snippets: readonly Snippet[]): string {
  const [, index = '', inBlock = '', message = ''] = /^block-(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(line) ?? []
  const place = snippets[Number(index)]?.place
  return index === '' || place === undefined ? line : `${place} (line ${inBlock} of the block): ${message}`
}
