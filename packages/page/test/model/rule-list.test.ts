import { expect, test } from 'vitest'
import { optionText, rulesToDecide } from '../../src/model/rule-list.ts'
import { entriesOf } from '../page-evidence-of.ts'

test('rulesToDecide lists each rule once that would allow what was blocked or audited, and no rule for the rest', () => {
  const entries = entriesOf(
    { host: 'b.example', port: 443, reason: 'not-allowed' },
    { host: 'b.example', port: 443, reason: 'not-allowed', test: 'again' },
    { host: 'a.example', port: 8443, outcome: 'audited' },
    { host: 'denied.example', reason: 'denied', rule: 'denied.example' },
    { host: 'muted.example', outcome: 'muted', rule: 'muted.example' },
    { host: 'allowed.example', outcome: 'allowed', rule: 'allowed.example' },
  )

  expect(rulesToDecide(entries)).toEqual(['a.example:8443', 'b.example'])
})

test('optionText returns JSON that a config accepts', () => {
  const rules = ['a.example', 'unix:/run/a "b".sock']

  expect(JSON.parse(`{${optionText('mute', rules)}}`)).toEqual({ mute: rules })
})
