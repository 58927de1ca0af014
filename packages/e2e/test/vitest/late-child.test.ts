import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEvidenceFile } from '@agentguard/core/report'
import { expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { allVitestMajors, runIn, withFixture } from './run-vitest.ts'

const settings = covering(
  allVitestMajors.flatMap((major) => [
    { major, args: ['--pool=forks', '--maxWorkers=1'] },
    { major, args: ['--pool=forks', '--maxWorkers=1', '--no-isolate'] },
    { major, args: ['--pool=threads', '--maxWorkers=1'] },
  ]),
)

test.each(settings)(
  'an attempt of a child long after its test fails the run and is in its evidence, by the name of the test: Vitest $major $args',
  async ({ major, args }) => {
    const env = { FOLDER: 'late-child', OPTIONS: JSON.stringify({ report: { json: true } }) }
    const path = '.agentguard/evidence.json'
    const { code, files, text, evidence } = await withFixture({ major }, async (folder) => ({
      ...(await runIn(folder, { major, args, env })),
      evidence: parseEvidenceFile(readFileSync(join(folder, path), 'utf8'), path),
    }))

    expect([files['a']?.state, files['b']?.state]).toEqual(['passed', 'passed'])
    expect(text).toMatch(
      /after their files had ended:\n\nEgress blocked: [^\n]*192\.0\.2\.90:443[^]*leaves a child behind/,
    )
    expect(text.match(/Egress blocked: /g)).toHaveLength(1)
    expect(evidence.attempts).toMatchObject([
      { host: '192.0.2.90', outcome: 'blocked', test: expect.stringMatching(/leaves a child behind$/) },
    ])
    expect(code).toBe(1)
  },
)
