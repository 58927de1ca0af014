import { expect, test } from 'vitest'
import { parseReportOptions, wantsAllowed } from '../../../src/run/finish/report-options.ts'

const where = 'the options of the reporter'
const parse = (input: unknown, without?: readonly string[]) => parseReportOptions(input, where, without)

test('parseReportOptions asks for a summary, and for GitHub where it runs, by default', () => {
  expect(parse({})).toEqual({
    summary: true,
    json: undefined,
    sarif: undefined,
    html: undefined,
    github: 'auto',
    lock: undefined,
    failOnStale: false,
    updateLock: false,
    requireGuard: false,
    junit: false,
  })
})

test('true means the usual path, and a text means that path', () => {
  expect(parse({ json: true, sarif: 'out/a.sarif', lock: true, summary: false })).toMatchObject({
    summary: false,
    json: '.agentguard/evidence.json',
    sarif: 'out/a.sarif',
    lock: 'egress.lock.json',
  })
})

test.each([
  [[], 'the options are an array'],
  ['json', "the options are 'json'"],
  [{ jsn: true }, "there is no option 'jsn'. Did you mean 'json'?"],
  [{ json: 1 }, `json in ${where}: the number 1 is not a path`],
  [{ sarif: ' ' }, "' ' is not a path"],
  [{ summary: 'yes' }, `summary in ${where}: 'yes' is not a boolean`],
  [{ github: 'always' }, "'always' is not a value of github. Write true, false or 'auto'."],
])('parseReportOptions refuses %j', (input, problem) => {
  expect(() => parse(input)).toThrow(TypeError)
  expect(() => parse(input)).toThrow(problem)
})

test('an option that a runner cannot serve is unknown', () => {
  expect(() => parse({ junit: true }, ['junit'])).toThrow("there is no option 'junit'")
})

test('only lists of all destinations need allowed attempts', () => {
  const wanted = [{ json: true }, { lock: true }, { html: true }, { sarif: true }, { summary: true }, {}].map((input) =>
    wantsAllowed(parse(input)),
  )

  expect(wanted).toEqual([true, true, true, false, false, false])
})
