import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { usageError } from '../../policy/usage/usage-error.ts'
import { optionNames, parseOptions } from '../../policy/options/parse-options.ts'
import { findProject, type Runner } from '../init/find-project.ts'
import type { Level } from '../../testing/config/level.ts'

const where = 'agentguard explain'
const instead = 'Run agentguard init, or give a policy with --config, --allow and --deny'

/**
 * Reads the configs of a project's runner, as one level for each of its projects.
 *
 * @throws TypeError where it cannot be read, or does not guard
 */
export async function readRunner(runner: Runner, folder: string): Promise<readonly Level[]> {
  const levels = await (runner === 'jest' ? readJest(folder) : readVitest(folder))
  if (levels.length > 0) return levels
  const [gap] = findProject(folder).gaps
  const fix = gap === undefined ? instead : `${gap.file}: ${gap.problem}. Write ${gap.lines.join(', ')}`
  throw usageError(where, `the config of ${titles[runner]} does not seem to guard its tests`, fix)
}

const titles: Readonly<Record<Runner, string>> = { jest: 'Jest', vitest: 'Vitest' }

interface JestConfig {
  readonly displayName?: { readonly name: string }
  readonly testEnvironment: string
  readonly testEnvironmentOptions: Readonly<Record<string, unknown>>
}

/** Reads the config that Jest finds by itself, and then those that scripts of the project name. */
function readJest(folder: string): readonly Level[] {
  const jest = resolveFrom(folder, 'jest/bin/jest', 'jest')
  const [, ...others] = findProject(folder).runners.filter(({ runner }) => runner === 'jest')
  return [undefined, ...others.map(({ config }) => config)].flatMap((config) => readJestConfig(jest, folder, config))
}

/** Jest prints its config as JSON, in which RegExps and functions become empty objects. */
function readJestConfig(jest: string, folder: string, config: string | undefined): readonly Level[] {
  const args = [jest, '--showConfig', ...(config === undefined ? [] : ['--config', config])]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const configs = parseJestConfigs(stdout, stderr)
  return configs.filter(isGuarded).map(({ displayName, testEnvironmentOptions }) => {
    const name = displayName ? `the Jest project '${displayName.name}'` : (config ?? 'the config of Jest')
    const own = Object.entries(testEnvironmentOptions).filter(([key]) => isOption(key))
    const options = Object.fromEntries(own.map(([key, value]) => [key, withoutCode(value, `${key} in ${name}`)]))
    return { name, options: parseOptions(options, name) }
  })
}

/** Whether the environment is ours, or a custom one that takes our options. */
function isGuarded({ testEnvironment, testEnvironmentOptions }: JestConfig): boolean {
  return testEnvironment.includes('agentguard') || Object.keys(testEnvironmentOptions).some(isOption)
}

function isOption(key: string): boolean {
  return optionNames.includes(key)
}

function parseJestConfigs(stdout: string, stderr: string): readonly JestConfig[] {
  try {
    return (JSON.parse(stdout) as { readonly configs: readonly JestConfig[] }).configs
  } catch {
    throw unreadable('jest', stderr.trim().split('\n')[0] ?? '')
  }
}

function withoutCode(value: unknown, place: string): unknown {
  if (!Array.isArray(value)) return value
  const texts: readonly unknown[] = value.filter((rule) => typeof rule === 'string')
  if (texts.length < value.length) {
    process.stderr.write(`${place}: rules in code cannot be read here and are left out.\n`)
  }
  return texts
}

interface VitestNode {
  readonly createVitest: (mode: 'test', options: object) => Promise<RunningVitest>
}

interface RunningVitest {
  readonly projects: readonly {
    readonly name: string
    readonly getProvidedContext: () => Readonly<Record<string, unknown>>
  }[]
  readonly close: () => Promise<void>
}

async function readVitest(folder: string): Promise<readonly Level[]> {
  const path = resolveFrom(folder, 'vitest/node', 'vitest')
  try {
    const { createVitest } = (await import(pathToFileURL(path).href)) as VitestNode
    const vitest = await createVitest('test', { root: folder, watch: false })
    const levels = vitest.projects.flatMap((project) => {
      const { agentguard } = project.getProvidedContext()
      const name = project.name === '' ? 'the config of Vitest' : `the Vitest project '${project.name}'`
      return agentguard === undefined ? [] : [{ name, options: parseOptions(agentguard, name) }]
    })
    await vitest.close()
    return levels
  } catch (error) {
    throw unreadable('vitest', error instanceof Error ? error.message : String(error))
  }
}

function resolveFrom(folder: string, id: string, runner: Runner): string {
  try {
    return createRequire(join(folder, 'package.json')).resolve(id)
  } catch {
    throw unreadable(runner, `${titles[runner]} is not installed here`)
  }
}

function unreadable(runner: Runner, problem: string): TypeError {
  return usageError(where, `the config of ${titles[runner]} cannot be read (${problem})`, instead)
}
