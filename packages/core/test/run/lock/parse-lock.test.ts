import { compareTexts } from '../../../src/run/file/compare-texts.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatLock } from '../../../src/run/lock/format-lock.ts'
import { type Lock } from '../../../src/run/lock/lock.ts'
import { parseLock } from '../../../src/run/lock/parse-lock.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '12',
    '0',
    '',
    '"',
    '\\',
    '\u202e',
    '\u2028',
    'a › b',
    '": {',
  ),
)
// V8 of Node 24 and 26 takes a name of one escaped character for a backslash, once it has read an object with such a name.
const names = hostile.filter((text) => text.length !== 1)
const words = fc.uniqueArray(hostile, { maxLength: 3 }).map((texts) => texts.toSorted(compareTexts))
const locks: fc.Arbitrary<Lock> = fc
  .uniqueArray(
    fc.record({
      file: names,
      destinations: fc
        .uniqueArray(fc.record({ destination: names, rules: words, packages: words }), {
          minLength: 1,
          maxLength: 4,
          selector: ({ destination }) => destination,
        })
        .map((list) => list.toSorted((a, b) => compareTexts(a.destination, b.destination))),
    }),
    { maxLength: 5, selector: ({ file }) => file },
  )
  .map((files) => ({ files: files.toSorted((a, b) => compareTexts(a.file, b.file)) }))

test('parseLock reads back what formatLock wrote, whatever the names are', () => {
  fc.assert(
    fc.property(locks, (lock) => {
      expect(parseLock(formatLock(lock), 'egress.lock.json')).toEqual(lock)
    }),
  )
})

test('parseLock and formatLock make the same bytes of any order and spacing', () => {
  fc.assert(
    fc.property(locks, fc.constantFrom(0, 2, '\t'), (lock, indent) => {
      const text = formatLock(lock)
      const { files, ...rest } = JSON.parse(text) as { files: object }
      const reversed = JSON.stringify(
        { files: Object.fromEntries(Object.entries(files).toReversed()), ...rest },
        null,
        indent,
      )
      expect(formatLock(parseLock(reversed, 'egress.lock.json'))).toBe(text)
      expect(formatLock(parseLock(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'egress.lock.json'))).toBe(text)
    }),
  )
})

const destination = { rules: ['b'], packages: ['own code'] }
const sample = formatLock({
  files: [
    {
      file: 'a.test.ts',
      destinations: [
        { destination: 'b:1', ...destination },
        { destination: '__proto__', ...destination },
      ],
    },
    { file: 'ü › c.test.ts', destinations: [{ destination: 'unix:/x', ...destination }] },
  ],
})
const tryLock = (text: string): Lock | undefined => {
  try {
    return parseLock(text, 'egress.lock.json')
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toMatch(/^egress\.lock\.json: .+\. .+\.$/s)
    return undefined
  }
}

test('parseLock refuses a lock that was cut anywhere', () => {
  const whole = sample.trimEnd().length
  for (let end = 0; end < whole; end += 1) expect(tryLock(sample.slice(0, end)), sample.slice(0, end)).toBeUndefined()
})

test('parseLock refuses a lock whose bytes were changed, or reads what it says', () => {
  const bytes = Buffer.from(sample)
  const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(flips, (list) => {
      const changed = Buffer.from(bytes)
      for (const [at, bit] of list) changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      const lock = tryLock(changed.toString())
      // No destination is lost: where one is read, it is under the name in the file.
      if (lock) expect(lock.files.flatMap(({ destinations }) => destinations)).toHaveLength(3)
      if (lock) expect(parseLock(formatLock(lock), 'again')).toEqual(lock)
    }),
    { numRuns: 1000 },
  )
})

test('parseLock takes any JSON whole or refuses it', () => {
  const keys = fc.constantFrom('lockfileVersion', 'files', '__proto__', 'constructor', 'a.test.ts', 'rules', 'packages')
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(1, 2, null, 'x', true),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.array(fc.tuple(keys, tie('value')), { maxLength: 3 }).map((entries) => entries),
    ),
  }))
  const written = (item: unknown): string => {
    if (!Array.isArray(item)) return JSON.stringify(item)
    const isObject = item.length > 0 && item.every((entry) => Array.isArray(entry) && typeof entry[0] === 'string')
    if (!isObject) return `[${item.map(written).join()}]`
    return `{${(item as [string, unknown][]).map(([key, entry]) => `${JSON.stringify(key)}:${written(entry)}`).join()}}`
  }
  fc.assert(
    fc.property(value, (files) => void tryLock(`{"lockfileVersion":1,"files":${written(files)}}`)),
    { numRuns: 500 },
  )
  expect({}).not.toHaveProperty('rules')
})

const conflict = `{
  "lockfileVersion": 1,
  "files": {
<<<<<<< HEAD
    "a.test.ts": {
=======
    "b.test.ts": {
>>>>>>> feature
`

test.each([
  [
    'conflict markers',
    conflict,
    'egress.lock.json: it contains conflict markers of git. Keep the lines of both sides, or take one side, run the tests, and update it with agentguard lock --accept.',
  ],
  [
    'an empty file',
    '',
    /^egress\.lock\.json: it is not JSON \(.*\)\. Restore it from git, or delete it and write a new one/,
  ],
  [
    'a newer version',
    '{ "lockfileVersion": 2, "files": [] }',
    'egress.lock.json: a newer agentguard wrote it (lockfileVersion 2; this one reads 1). Update @agentguard/core and the package of your runner.',
  ],
  ['no version', '{ "files": {} }', /its "lockfileVersion" is undefined, which is not a version/],
  ['a version that is not a number', '{ "lockfileVersion": "1", "files": {} }', /its "lockfileVersion" is '1'/],
  ['a list', '[]', /the file is an array\. Restore it from git/],
  ['no files', '{ "lockfileVersion": 1 }', /"files" is undefined/],
  ['an unknown key', '{ "lockfileVersion": 1, "files": {}, "hosts": {} }', /the file has the unknown key 'hosts'/],
  ['a file that is not an object', '{ "lockfileVersion": 1, "files": { "a": [] } }', /"a" is an array/],
  [
    'rules that are not a list of texts',
    '{ "lockfileVersion": 1, "files": { "a": { "b:1": { "rules": [1], "packages": [] } } } }',
    /"rules" in "b:1" of "a" is an array\. Write a list of texts/,
  ],
  [
    'an unknown key of a destination',
    '{ "lockfileVersion": 1, "files": { "a": { "b:1": { "rules": [], "packages": [], "by": 1 } } } }',
    /"b:1" of "a" has the unknown key 'by'/,
  ],
  [
    'a file that a merge left twice',
    '{ "lockfileVersion": 1, "files": { "a": {}, "a": {} } }',
    /a file or a destination is in it twice\. Join the two, or take one side/,
  ],
])('parseLock says what to do about %s', (_, text, message) => {
  expect(() => parseLock(text, 'egress.lock.json')).toThrow(TypeError)
  expect(() => parseLock(text, 'egress.lock.json')).toThrow(message)
})
