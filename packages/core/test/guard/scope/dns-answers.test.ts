import { expect, test } from 'vitest'
import { createDnsAnswers } from '../../../src/guard/scope/dns-answers.ts'
import { createScope } from '../../../src/guard/scope/scope.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

const policy = createPolicy({}, 'a test')
const address = (index: number): string => `198.18.${index >> 8}.${index & 255}`

test('the names of an address are those that its scope or an outer one resolved', () => {
  const answers = createDnsAnswers()
  const outer = createScope({ name: 'outer', policy })
  const inner = createScope({ name: 'inner', policy, parent: outer })
  answers.learn(outer, 'outer.test', ['192.0.2.1'])
  answers.learn(inner, 'inner.test', ['192.0.2.1'])

  expect(answers.namesOf(inner, '192.0.2.1', undefined)).toEqual(['inner.test', 'outer.test'])
  expect(answers.namesOf(outer, '192.0.2.1', undefined)).toEqual(['outer.test'])
  expect(answers.namesOf(outer, '192.0.2.2', undefined)).toEqual([])
})

test('a sibling scope does not learn a name from another one, unless its connection carries that name', () => {
  const answers = createDnsAnswers()
  const one = createScope({ name: 'one', policy })
  const other = createScope({ name: 'other', policy })
  answers.learn(one, 'a.test', ['192.0.2.1'])

  expect(answers.namesOf(other, '192.0.2.1', undefined)).toEqual([])
  expect(answers.namesOf(other, '192.0.2.1', 'a.test')).toEqual(['a.test'])
  expect(answers.namesOf(other, '192.0.2.2', 'a.test')).toEqual([])
})

test('a scope forgets its oldest address after 4096', () => {
  const answers = createDnsAnswers()
  const scope = createScope({ name: 'many', policy })
  for (let index = 0; index <= 4096; index += 1) answers.learn(scope, 'a.test', [address(index)])

  expect(answers.namesOf(scope, address(0), undefined)).toEqual([])
  expect(answers.namesOf(scope, address(4096), undefined)).toEqual(['a.test'])
})
