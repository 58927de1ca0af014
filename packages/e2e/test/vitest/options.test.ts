import { expect, test } from 'vitest'
import { runVitest, vitestMajors } from './run-vitest.ts'

const mistakes = [
  ['{"alow":["api.example.com"]}', "there is no option 'alow'. Did you mean 'allow'?"],
  ['{"allow":"*"}', "'*' would match everything"],
  ['{"mode":"blok"}', "Did you mean 'block'?"],
] as const

test.each(vitestMajors.flatMap((major) => mistakes.map(([options, text]) => ({ major, options, text }))))(
  'a mistake in the plugin ends the run at once: $options, Vitest $major',
  async ({ major, options, text }) => {
    const outcome = await runVitest({ major, env: { OPTIONS: options, FOLDER: 'projects' } })

    expect(outcome.code).toBe(1)
    expect(outcome.text).toContain(text)
    expect(outcome.tests).toEqual({})
  },
)
