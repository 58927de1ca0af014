import { expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { allVitestMajors, runVitest } from './run-vitest.ts'

const settings = covering(
  allVitestMajors.flatMap((major) => [
    { major, args: ['--pool=forks', '--maxWorkers=1'] },
    { major, args: ['--pool=forks', '--maxWorkers=1', '--no-isolate'] },
    { major, args: ['--pool=threads', '--maxWorkers=1'] },
  ]),
)

test.each(settings)(
  'what a child attempts long after its test fails the run, by the name of the test: Vitest $major $args',
  async ({ major, args }) => {
    const { code, files, text } = await runVitest({ major, args, env: { FOLDER: 'late-child' } })

    expect([files['a']?.state, files['b']?.state]).toEqual(['passed', 'passed'])
    expect(text).toMatch(
      /after their files had ended:\n\nEgress blocked: [^\n]*192\.0\.2\.90:443[^]*leaves a child behind/,
    )
    expect(text.match(/Egress blocked: /g)).toHaveLength(1)
    expect(code).toBe(1)
  },
)
