import { stripVTControlCharacters } from 'node:util'
import { run } from '../../compat/src/spawn.ts'
import type { Step } from './setup.ts'

/** Runs the commands of a setup in its folder; returns what differs from the expected. */
export async function runSteps(steps: readonly Step[], folder: string): Promise<readonly string[]> {
  const problems: string[] = []
  for (const step of steps) {
    const options = { cwd: folder, node: process.execPath, limit: hung }
    const { code, stdout, stderr } = await run('sh', ['-c', step.run], options)
    problems.push(...problemsOf(step, code, stdout + stderr))
  }
  return problems
}

/** No step takes as long, also on a busy machine. */
const hung = 600_000

/** What differs from the expected, and what the command has printed if something does. */
export function problemsOf(step: Step, code: number | null, printed: string): readonly string[] {
  const text = joinSpaces(stripVTControlCharacters(printed))
  const has = (part: string): boolean => text.includes(joinSpaces(part))
  const problems = [
    ...(code === (step.code ?? 0) ? [] : [`\`${step.run}\` exits with ${code}, not ${step.code ?? 0}`]),
    ...(step.prints ?? []).filter((part) => !has(part)).map((part) => `\`${step.run}\` does not print: ${part}`),
    ...(step.lacks ?? []).filter(has).map((part) => `\`${step.run}\` prints: ${part}`),
  ]
  return problems.length === 0 ? [] : [...problems, `It prints:\n${printed}`]
}

/** Reports align their labels, which depends on the longest of them. */
const joinSpaces = (text: string): string => text.replaceAll(/[^\S\n]+/g, ' ')
