import { parseWord } from './parse-options.ts'

/** What a run does about `allow` and `mute` rules that it never used: nothing, print them, or print them and fail. */
export type UnusedRules = 'off' | 'warn' | 'error'

const words: readonly UnusedRules[] = ['off', 'warn', 'error']

/** @throws TypeError that names the place and the fix */
export function parseUnusedRules(value: unknown, where: string): UnusedRules | undefined {
  return value === undefined ? undefined : parseWord(value, words, 'unusedRules', where)
}
