import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseEvidenceFile } from '../../src/evidence-file/parse-evidence-file.ts'
import { fileOf, recordOf, runOf } from './sample-file.ts'

const where = '.agentguard/evidence.json'
const parse = (value: unknown) => parseEvidenceFile(JSON.stringify(value), where)

test('parseEvidenceFile reads what a reporter wrote', () => {
  const file = fileOf([recordOf()])

  expect(parse(file)).toStrictEqual(file)
})

test('parseEvidenceFile says that a newer format needs a newer release', () => {
  expect(() => parse({ formatVersion: 2, runs: [], attempts: [] })).toThrow(
    new TypeError(
      `${where}: its format 2 is newer than 1, the newest that this agentguard reads. ` +
        'Update @agentguard/core to the release that wrote it: npm install --save-dev @agentguard/core@latest.',
    ),
  )
})

test.each([
  ['', 'the file is damaged: this is no whole JSON'],
  ['{"formatVersion":1,"runs":[', 'the file is damaged: this is no whole JSON'],
  ['[]', 'this is no file of evidence'],
  ['{"numTotalTests":3}', 'this is no file of evidence'],
  ['{"formatVersion":0,"runs":[],"attempts":[]}', 'there is no such format'],
  ['{"formatVersion":1,"runs":[]}', '`runs` or `attempts` is missing'],
  [JSON.stringify(fileOf([], [{ ...runOf(), startedAt: 'soon' }])), 'runs[0] is not as the format says'],
  [JSON.stringify(fileOf([recordOf(), recordOf({ count: -1 })])), 'attempts[1] is not as the format says'],
  [JSON.stringify({ ...fileOf([]), attempts: [{ ...recordOf(), reason: 'bored' }] }), 'attempts[0] is not as'],
  [JSON.stringify(fileOf([recordOf({ run: 'run-9' })])), 'attempts[0] names a run that is not in the file'],
])('parseEvidenceFile refuses %j', (text, problem) => {
  const read = () => parseEvidenceFile(text, where)

  expect(read).toThrow(TypeError)
  expect(read).toThrow(`${where}: `)
  expect(read).toThrow(problem)
})

test('parseEvidenceFile lets fields of releases to come be', () => {
  const file = { ...fileOf([]), runs: [{ ...runOf(), branch: 'main' }] }

  expect(parse(file).runs).toEqual(file.runs)
})

test('parseEvidenceFile takes any JSON or refuses it with a TypeError', () => {
  const json = fc.oneof(
    fc.jsonValue(),
    fc.record({ formatVersion: fc.constant(1), runs: fc.array(fc.jsonValue()), attempts: fc.array(fc.jsonValue()) }),
  )
  fc.assert(
    fc.property(json, (value) => {
      try {
        parse(value)
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
      }
    }),
  )
})
