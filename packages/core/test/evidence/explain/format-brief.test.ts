import { expect, test } from 'vitest'
import { formatBrief } from '../../../src/evidence/explain/format-brief.ts'
import { evidenceOf } from './evidence-of.ts'

const from = { file: '/app/src/tools/weather.ts', line: 14, column: 9 }
const place = "'tool > works' in test/tool.test.ts"

test('formatBrief says what was tried, from where, and where it is explained', () => {
  const evidence = evidenceOf({ host: 'a.example', port: 443 }, { from })

  expect(formatBrief([evidence], place, { cwd: '/app' })).toBe(
    "Egress blocked: connect a.example:443\n  from src/tools/weather.ts:14:9; for what to do, see the failure of 'tool > works' in test/tool.test.ts",
  )
})

test('formatBrief names the test of a late attempt, its moment and the count', () => {
  const evidence = evidenceOf({ host: 'a.example', port: 443 }, { lateBy: 31, count: 2, phase: 'late' })

  expect(formatBrief([evidence], place, { cwd: '/app' }).split('\n')[1]).toBe(
    "  by 'weather tool > reports the forecast', late: 31 ms after the test ended, 2 attempts; for what to do, see the failure of 'tool > works' in test/tool.test.ts",
  )
})
