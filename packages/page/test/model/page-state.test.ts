import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomes } from '../../src/model/entry.ts'
import {
  formatHash,
  parseHash,
  toggleNew,
  toggleOutcome,
  views,
  withField,
  withSort,
  withTime,
} from '../../src/model/page-state.ts'

// An address holds whole characters.
const text = fc.string({ unit: 'binary', minLength: 1 })

test('parseHash reads back whatever formatHash wrote', () => {
  const states = fc.record(
    {
      view: fc.constantFrom(...views),
      query: fc.oneof(text, fc.constant('')),
      outcomes: fc.subarray([...outcomes]),
      channel: text,
      package: text,
      file: text,
      destination: text,
      run: text,
      story: text,
      isNew: fc.constant(true as const),
      sort: fc.record({ key: fc.constantFrom('name', 'attempts', 'tests', 'test', 'from'), isDown: fc.boolean() }),
      time: fc.oneof(
        fc.record({ from: fc.nat({ max: 1e9 }), to: fc.integer({ min: 1e9 + 1, max: 2e9 }) }),
        fc.record({ from: fc.integer({ min: 1, max: 1e9 }) }),
      ),
    },
    { requiredKeys: ['view', 'query', 'outcomes'] },
  )
  fc.assert(
    fc.property(states, (state) => {
      expect(parseHash(formatHash(state))).toEqual(state)
    }),
  )
})

test('parseHash accepts any text as an address', () => {
  fc.assert(
    fc.property(fc.string(), (hash) => {
      expect(views).toContain(parseHash(hash).view)
    }),
  )
})

test('parseHash leaves out what it does not know', () => {
  expect(parseHash('#view=secrets&outcome=blocked,lost&constructor=x&file=&time=9-1')).toEqual({
    view: 'destinations',
    query: '',
    outcomes: ['blocked'],
  })
})

test('formatHash leaves out defaults', () => {
  expect(formatHash(parseHash(''))).toBe('#')
  expect(formatHash(parseHash('#view=files&q=a%20b'))).toBe('#view=files&q=a+b')
})

test('toggleOutcome stores a filter with all outcomes as none', () => {
  const two = toggleOutcome(toggleOutcome(parseHash(''), 'allowed'), 'blocked')
  const three = toggleOutcome(two, 'muted')
  expect(two.outcomes).toEqual(['blocked', 'allowed'])
  expect(three.outcomes).toEqual(['blocked', 'muted', 'allowed'])
  expect(toggleOutcome(three, 'audited').outcomes).toEqual([])
  expect(toggleOutcome(two, 'blocked').outcomes).toEqual(['allowed'])
})

test('withField sets a field, and removes it', () => {
  const set = withField(parseHash(''), 'channel', 'tcp')
  expect(set.channel).toBe('tcp')
  expect(withField(set, 'channel', '')).not.toHaveProperty('channel')
})

test('withTime sets a stretch of time, and removes it', () => {
  const set = withTime(parseHash(''), { from: 5, to: 9 })
  expect(formatHash(set)).toBe('#time=5-9')
  expect(withTime(set, undefined)).not.toHaveProperty('time')
})

test('toggleNew and withSort set a part of the address, and remove it', () => {
  const set = withSort(toggleNew(parseHash('')), { key: 'tests', isDown: true })

  expect(formatHash(set)).toBe('#new=1&sort=-tests')
  expect(formatHash(withSort(toggleNew(set), undefined))).toBe('#')
})
