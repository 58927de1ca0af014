import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import type { Edited } from './edited.ts'
import type { PackageManager, Project, Runner } from './find-project.ts'
import type { NewConfig } from './find-workspace.ts'
import { guardJest, jestLines, newJestConfig } from './guard-jest.ts'
import { guardVitest, newVitestConfig, vitestLines } from './guard-vitest.ts'
import { ignoreEvidence } from './ignore-evidence.ts'
import { jestRecorderLines, jestReporterLines, recordJest, reportJest } from './report-jest.ts'
import { reportVitest, vitestReporterLines } from './report-vitest.ts'

/** A file to write, and how it differs from the existing one. */
export interface Change {
  readonly file: string
  readonly text: string
  readonly diff: string
}

/** The changes that `agentguard init` would make. */
export interface InitPlan {
  readonly changes: readonly Change[]
  /** Configs that are already set up. */
  readonly done: readonly string[]
  /** Configs that their authors have to change, and how. */
  readonly byHand: readonly { readonly file: string; readonly problem: string; readonly lines: readonly string[] }[]
  /** The command that installs missing packages. */
  readonly install?: string
  /** Whether the folder of the evidence has to be kept out of a repository that is not known. */
  readonly hasToIgnore: boolean
}

const kinds: Readonly<Record<Runner, Kind>> = {
  jest: {
    name: 'jest-environment-agentguard',
    file: 'jest.config.mjs',
    // Without a reporter, attempts after the last test of a file fail a later file.
    always: [
      { edit: guardJest, lines: jestLines },
      { edit: reportJest, lines: jestReporterLines },
    ],
    report: [
      { edit: guardJest, lines: jestLines },
      { edit: recordJest, lines: jestRecorderLines },
    ],
    whole: newJestConfig,
  },
  vitest: {
    name: '@agentguard/vitest',
    file: 'vitest.config.mjs',
    always: [{ edit: guardVitest, lines: vitestLines }],
    report: [
      { edit: guardVitest, lines: vitestLines },
      { edit: reportVitest, lines: vitestReporterLines },
    ],
    whole: newVitestConfig,
  },
}

interface Kind {
  /** The package to install. */
  readonly name: string
  /** The config to write where there is none. */
  readonly file: string
  readonly whole: string
  readonly always: readonly Addition[]
  /** Adds a report that other verbs read. */
  readonly report: readonly Addition[]
}

/** Something to add to a config, or for its author to add. */
interface Addition {
  readonly edit: (text: string, path: string) => Edited
  readonly lines: readonly string[]
}

/** Plans the changes for each runner of a project: the guard and, with `withReporter`, the report. Also for a workspace, its config. */
export function planInit(project: Project, withReporter: boolean, config: NewConfig | undefined): InitPlan {
  const steps = project.runners.map(({ runner, config }) => {
    const { always, report, ...kind } = kinds[runner]
    return planRunner(project.folder, kind, withReporter ? report : always, config)
  })
  const ignored = withReporter && steps.length > 0 ? ignoreEvidence(project.folder) : 'ignored'
  const names = new Set(project.runners.map(({ runner }) => kinds[runner].name))
  const missing = [...names].filter((name) => !project.dependencies.includes(name))
  return {
    changes: [
      ...steps.flatMap(({ change }) => change ?? []),
      ...(config === undefined ? [] : [createChange(config.file, '', config.text)]),
      ...(typeof ignored === 'string' ? [] : [createChange('.gitignore', ignored.before, ignored.text)]),
    ],
    done: steps.flatMap(({ done }) => done ?? []),
    byHand: [...steps.flatMap(({ byHand }) => byHand), ...project.gaps],
    hasToIgnore: ignored === 'unknown',
    ...(missing.length > 0 && { install: `${installs[project.packageManager]} ${missing.join(' ')}` }),
  }
}

interface Step {
  readonly change?: Change
  readonly done?: string
  readonly byHand: InitPlan['byHand']
}

function planRunner(
  folder: string,
  { file, whole }: Pick<Kind, 'file' | 'whole'>,
  additions: readonly Addition[],
  config: string | undefined,
): Step {
  const path = config ?? file
  const before = config === undefined ? '' : readFileSync(join(folder, config), 'utf8')
  const byHand: InitPlan['byHand'][number][] = []
  let text = config === undefined ? whole : before
  for (const { edit, lines } of additions) {
    const edited = edit(text, path)
    if ('problem' in edited) byHand.push({ file: path, problem: edited.problem, lines })
    else if ('text' in edited) text = edited.text
  }
  if (text !== before) return { change: createChange(path, before, text), byHand }
  return byHand.length > 0 ? { byHand } : { done: path, byHand }
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
