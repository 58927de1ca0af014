import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvidence } from '../../src/evidence/read-evidence.ts'
import { pageEvidenceOf } from '../page-evidence-of.ts'
import { HOSTILE, hostileEvidence, sampleEvidence } from '../sample-evidence.ts'

test('readEvidence returns what formatPage received', () => {
  const file = sampleEvidence(200)
  const { runs, attempts } = pageEvidenceOf(file)

  expect(runs.map(({ id, files }) => [id, files])).toEqual([
    ['run-1', 30],
    ['run-2', 30],
  ])
  expect(attempts).toEqual(file.attempts.map((record) => expect.objectContaining(record)))
})

test('readEvidence returns any visible text unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.integer(), fc.boolean(), (text, count, flag) => {
      const [record] = hostileEvidence().attempts
      if (record === undefined) throw new Error('There is no record')
      const attempt = { ...record, test: text, count, retry: Number(flag), redirects: [text, '', text] }
      const { attempts } = pageEvidenceOf({ ...hostileEvidence(), attempts: [attempt] })
      expect(attempts[0]).toMatchObject({ test: text, count, retry: Number(flag), redirects: [text, '', text] })
    }),
  )
})

test('readEvidence keeps hostile texts separate from the page', () => {
  const names = pageEvidenceOf(hostileEvidence()).attempts.map(({ culprit }) => culprit?.name)

  expect(names).toHaveLength(HOSTILE.length)
  expect(names).toContain('</script><script>window.broken = true</script>')
  expect(names).toContain('__proto__')
  expect(names).toContain(String.raw`line\u{2028}separator\u{2029}here`)
})

test('readEvidence returns nothing for a page without evidence', () => {
  expect(readEvidence('"evidence goes here"')).toEqual({ runs: [], attempts: [] })
})

test('readEvidence says that evidence is damaged', () => {
  expect(() => readEvidence('{"nodes":[]}')).toThrow('damaged')
})
