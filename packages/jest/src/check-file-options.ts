import { readFileSync } from 'node:fs'
import { checkOptions } from '@agentguard/core/internal'
import type { EnvironmentContext } from './environment.ts'
import { splitOptions } from './split-options.ts'

const pragma = 'jest-environment-options'

/**
 * Checks a file's own `@jest-environment-options`, which Jest has merged into `options`, so that an error names the
 * file and not the config.
 */
export function checkFileOptions(
  options: Readonly<Record<string, unknown>>,
  { testPath, docblockPragmas }: EnvironmentContext,
  isNode: boolean,
): void {
  const text = docblockPragmas?.[pragma]
  if (typeof text !== 'string') return
  // Jest has already parsed it.
  const keys = Object.keys(JSON.parse(text) as object)
  const own = Object.fromEntries(Object.entries(options).filter(([key]) => keys.includes(key)))
  const where = `@${pragma} in ${testPath}:${lineOf(testPath)}`
  checkOptions(splitOptions(own, isNode, where).guard, where)
}

function lineOf(testPath: string): number {
  const lines = readFileSync(testPath, 'utf8').split('\n')
  return (
    Math.max(
      0,
      lines.findIndex((line) => line.includes(`@${pragma}`)),
    ) + 1
  )
}
