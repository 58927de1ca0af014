import { expect, test } from 'vitest'
import { rulesOf } from '../../../src/policy/options/rules-of.ts'

test('rulesOf returns a list, whether the option holds none, one or several rules', () => {
  expect(rulesOf(undefined)).toEqual([])
  expect(rulesOf('a.example')).toEqual(['a.example'])
  expect(rulesOf(['a.example', /b/])).toEqual(['a.example', /b/])
})
