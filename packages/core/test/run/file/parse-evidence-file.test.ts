import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EvidenceFile } from '../../../src/run/file/evidence-file.ts'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { parseEvidenceFile } from '../../../src/run/file/parse-evidence-file.ts'
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
  ['', 'the file is damaged: this is not complete JSON'],
  ['{"formatVersion":1,"runs":[', 'the file is damaged: this is not complete JSON'],
  ['[]', 'this is not an evidence file'],
  ['{"numTotalTests":3}', 'this is not an evidence file'],
  ['{"formatVersion":0,"runs":[],"attempts":[]}', 'there is no such format'],
  ['{"formatVersion":1,"runs":[]}', '`runs` or `attempts` is missing'],
  [JSON.stringify(fileOf([], [{ ...runOf(), startedAt: 'soon' }])), 'runs[0] does not match the format'],
  [JSON.stringify(fileOf([recordOf(), recordOf({ count: -1 })])), 'attempts[1] does not match the format'],
  [JSON.stringify({ ...fileOf([]), attempts: [{ ...recordOf(), reason: 'bored' }] }), 'attempts[0] does not match'],
  [JSON.stringify(fileOf([recordOf({ run: 'run-9' })])), 'attempts[0] names a run that is not in the file'],
])('parseEvidenceFile refuses %j', (text, problem) => {
  const read = () => parseEvidenceFile(text, where)

  expect(read).toThrow(TypeError)
  expect(read).toThrow(`${where}: `)
  expect(read).toThrow(problem)
})

test('parseEvidenceFile keeps fields of later releases', () => {
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

const sample = formatEvidenceFile(fileOf([recordOf({ test: 'a' }), recordOf({ test: 'ü' })]))
const tryFile = (text: string): EvidenceFile | undefined => {
  try {
    return parseEvidenceFile(text, where)
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toMatch(/^\.agentguard\/evidence\.json: .+\. .+\.$/s)
    return undefined
  }
}

test('parseEvidenceFile refuses a file that was cut anywhere', () => {
  const whole = sample.trimEnd().length
  for (let end = 0; end < whole; end += 1) expect(tryFile(sample.slice(0, end)), sample.slice(0, end)).toBeUndefined()
})

test('parseEvidenceFile refuses a file whose bytes were changed, or reads every record in it', () => {
  const bytes = Buffer.from(sample)
  const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(flips, (list) => {
      const changed = Buffer.from(bytes)
      for (const [at, bit] of list) changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      const file = tryFile(changed.toString())
      if (file) expect([file.runs.length, file.attempts.length]).toEqual([1, 2])
    }),
    { numRuns: 1000 },
  )
})

test('parseEvidenceFile takes no field from Object.prototype', () => {
  const keys = fc.constantFrom('__proto__', 'constructor', 'toString', 'valueOf')
  const words = fc.constantFrom('channel', 'outcome', 'phase', 'reason')
  fc.assert(
    fc.property(words, keys, (word, key) => {
      expect(tryFile(JSON.stringify(fileOf([{ ...recordOf(), [word]: key }])))).toBeUndefined()
      const text = JSON.stringify(fileOf([recordOf()])).replace('"attempts":[{', `"attempts":[{"${key}":{"count":9},`)
      expect(tryFile(text)?.attempts[0]?.count).toBe(1)
    }),
  )
  expect({}).not.toHaveProperty('count')
})
