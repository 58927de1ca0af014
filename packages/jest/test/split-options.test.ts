import { expect, test } from 'vitest'
import { splitOptions } from '../src/split-options.ts'

test('splitOptions gives the Node environment its own options, and the guard the rest', () => {
  const options = { allow: ['a.example'], customExportConditions: ['node'], globalsCleanup: 'on' }

  expect(splitOptions(options, true)).toEqual({
    guard: { allow: ['a.example'] },
    environment: { customExportConditions: ['node'], globalsCleanup: 'on' },
  })
})

test.each(['url', 'html', 'userAgent', 'resources', 'referrer', 'pretendToBeVisual', 'settings', 'width'])(
  'splitOptions gives another environment %s',
  (key) => {
    expect(splitOptions({ [key]: 1 }, false)).toEqual({ guard: {}, environment: { [key]: 1 } })
  },
)

test.each([true, false])(
  'splitOptions gives the environment what tools pass to themselves, also in Node: %s',
  (isNode) => {
    expect(splitOptions({ _ddTestSessionId: '1', allow: [] }, isNode)).toEqual({
      guard: { allow: [] },
      environment: { _ddTestSessionId: '1' },
    })
  },
)

test.each(['alow', 'Allow', 'allows', 'allowed', 'dney', 'loopbak', 'lock'])(
  'splitOptions reports %s as a slip, whatever the environment',
  (key) => {
    expect(() => splitOptions({ [key]: 1 }, false)).toThrow(/there is no option '.*'\. Did you mean '/)
    expect(() => splitOptions({ [key]: 1 }, true)).toThrow(/there is no option '.*'\. Did you mean '/)
  },
)

test('splitOptions refuses what the Node environment would turn into a global', () => {
  expect(() => splitOptions({ url: 'http://shop.example' }, true)).toThrow(
    "testEnvironmentOptions: there is no option 'url'",
  )
})
