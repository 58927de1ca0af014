import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunnerOptions } from '@agentguard/core/internal/reporter'
import type { ProjectConfig } from './jest.ts'

const names = [...['js', 'mjs', 'cjs', 'ts', 'json'].map((end) => `jest.config.${end}`), 'package.json']

/** The rules in the config of a project. Jest does not report which file it read, so this is the one with a usual name. */
export function runnerOptions({ displayName, rootDir, testEnvironmentOptions = {} }: ProjectConfig): RunnerOptions {
  const { allow, mute }: RunnerOptions['options'] = testEnvironmentOptions
  const file = names.map((name) => join(rootDir, name)).find((path) => existsSync(path))
  return {
    project: displayName?.name,
    file: file ?? 'testEnvironmentOptions',
    options: { ...(allow && { allow }), ...(mute && { mute }) },
  }
}
