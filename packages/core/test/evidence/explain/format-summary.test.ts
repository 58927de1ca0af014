import { expect, test } from 'vitest'
import { formatViolations } from '../../../src/evidence/explain/format-summary.ts'
import { formatViolation } from '../../../src/evidence/explain/format-violation.ts'
import { evidenceOf } from './evidence-of.ts'

const options = { cwd: '/app' }
const one = evidenceOf({ host: 'a.com', port: 443 })
const other = evidenceOf({ host: 'b.com', port: 443 })

test('formatViolations shows one violation without a headline', () => {
  expect(formatViolations([one], options)).toBe(formatViolation(one, options))
})

test('formatViolations counts several in a headline', () => {
  const texts = [formatViolation(one, options), formatViolation(other, options)]

  expect(formatViolations([one, other], options)).toBe(['2 egress violations', ...texts].join('\n\n'))
})

test('formatViolations leaves out the tail of a long list and says so', () => {
  const list = Array.from({ length: 25 }, (_, index) => evidenceOf({ host: `${index}.example`, port: 443 }))

  const text = formatViolations(list, options)

  expect(text.split('Egress blocked')).toHaveLength(21)
  expect(text).toMatch(/^25 egress violations\n[^]*\n… and 5 more$/)
})

test('formatViolations is empty without violations', () => {
  expect(formatViolations([], options)).toBe('')
})

test('formatViolations shows many URLs of one host as one block, with their count and the first paths', () => {
  const urls = Array.from({ length: 60 }, (_, index) =>
    evidenceOf({
      host: 'a.example',
      port: 443,
      method: 'GET',
      url: { scheme: 'https', host: 'a.example', port: 443, path: `/items/${index}` },
    }),
  )

  expect(formatViolations(urls, options).split('\n')).toEqual([
    'Egress blocked: GET https://a.example/items/0',
    '  test   weather tool > reports the forecast',
    '  count  60 attempts: GET /items/0, GET /items/1, GET /items/2 and 57 more',
    '  allow  // @agentguard allow=a.example   (at the top of the file)',
  ])
})
