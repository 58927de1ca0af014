import { expect, test } from 'vitest'
import { grade } from '../src/grade.ts'

test('what arrived is a leak, whatever the caller was told', () => {
  expect(grade({ arrivals: ['udp hello'], told: 'error' })).toBe('leaked')
  expect(grade({ arrivals: ['udp hello'], told: 'nothing' })).toBe('leaked')
})

test('a call that fails before anything arrives is blocked', () => {
  expect(grade({ arrivals: [], told: 'error' })).toBe('blocked')
})

test('a success of which nothing arrived is faked, if only that of a connection', () => {
  expect(grade({ arrivals: [], told: 'success' })).toBe('faked')
  expect(grade({ arrivals: [], told: 'connected' })).toBe('faked')
})

test('a call that tells nothing hangs', () => {
  expect(grade({ arrivals: [], told: 'nothing' })).toBe('hung')
})
