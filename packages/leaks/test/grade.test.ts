import { expect, test } from 'vitest'
import { grade } from '../src/grade.ts'

test('what arrived is a leak, whatever the caller got', () => {
  expect(grade({ arrivals: ['udp hello'], got: 'error' })).toBe('leaked')
  expect(grade({ arrivals: ['udp hello'], got: 'nothing' })).toBe('leaked')
})

test('a call that fails before anything arrives is blocked', () => {
  expect(grade({ arrivals: [], got: 'error' })).toBe('blocked')
})

test('a success of which nothing arrived is faked, if only that of a connection', () => {
  expect(grade({ arrivals: [], got: 'success' })).toBe('faked')
  expect(grade({ arrivals: [], got: 'connected' })).toBe('faked')
})

test('a call that reports nothing hangs', () => {
  expect(grade({ arrivals: [], got: 'nothing' })).toBe('hung')
})
