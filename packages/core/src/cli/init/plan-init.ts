import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import type { PackageManager, Project, Runner } from './find-project.ts'
import { type Edited, guardJest, jestLines, newJestConfig } from './guard-jest.ts'
import { guardVitest, newVitestConfig, vitestLines } from './guard-vitest.ts'

/** A file to write, and how it differs from what is there. */
export interface Change {
  readonly file: string
  readonly text: string
  readonly diff: string
}

/** What `agentguard init` would do. */
export interface InitPlan {
  readonly changes: readonly Change[]
  /** Configs that are set up already. */
  readonly done: readonly string[]
  /** Configs that their authors have to change, and how. */
  readonly byHand: readonly { readonly file: string; readonly problem: string; readonly lines: readonly string[] }[]
  /** The command that installs what is missing. */
  readonly install?: string
}

const kinds: Readonly<Record<Runner, Kind>> = {
  jest: {
    name: 'jest-environment-agentguard',
    file: 'jest.config.mjs',
    edit: guardJest,
    lines: jestLines,
    whole: newJestConfig,
  },
  vitest: {
    name: '@agentguard/vitest',
    file: 'vitest.config.mjs',
    edit: guardVitest,
    lines: vitestLines,
    whole: newVitestConfig,
  },
}

interface Kind {
  /** The package to install. */
  readonly name: string
  /** The config to write where there is none. */
  readonly file: string
  readonly whole: string
  readonly edit: (text: string, path: string) => Edited
  readonly lines: readonly string[]
}

/** Plans the changes for each runner of a project. */
export function planInit(project: Project): InitPlan {
  const steps = project.runners.map(({ runner, config }) => planRunner(project.folder, kinds[runner], config))
  const missing = project.runners
    .map(({ runner }) => kinds[runner].name)
    .filter((name) => !project.dependencies.includes(name))
  return {
    changes: steps.flatMap(({ change }) => change ?? []),
    done: steps.flatMap(({ done }) => done ?? []),
    byHand: steps.flatMap(({ byHand }) => byHand ?? []),
    ...(missing.length > 0 && { install: `${installs[project.packageManager]} ${missing.join(' ')}` }),
  }
}

interface Step {
  readonly change?: Change
  readonly done?: string
  readonly byHand?: InitPlan['byHand'][number]
}

function planRunner(folder: string, { file, whole, edit, lines }: Kind, config: string | undefined): Step {
  if (config === undefined) return { change: createChange(file, '', whole) }
  const before = readFileSync(join(folder, config), 'utf8')
  const edited = edit(before, config)
  if ('done' in edited) return { done: config }
  if ('problem' in edited) return { byHand: { file: config, problem: edited.problem, lines } }
  return { change: createChange(config, before, edited.text) }
}

function createChange(file: string, before: string, text: string): Change {
  const old = before === '' ? '/dev/null' : file
  const diff = createTwoFilesPatch(old, file, before, text, undefined, undefined, { context: 2 })
  return { file, text, diff: diff.replace(/^(?:Index: .*\n)?=+\n/, '') }
}

const installs: Readonly<Record<PackageManager, string>> = {
  npm: 'npm install --save-dev',
  pnpm: 'pnpm add --save-dev',
  yarn: 'yarn add --dev',
  bun: 'bun add --dev',
}
