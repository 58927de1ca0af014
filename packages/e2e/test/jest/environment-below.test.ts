import { expect, test } from 'vitest'
import { jestMajors, runJest } from './run-jest.ts'

/** Decides on a test when its function ends, as the environment of Allure does. */
const reporting = `
  const { TestEnvironment } = require('jest-environment-node')

  module.exports = class extends TestEnvironment {
    handleTestEvent({ name, test, error }) {
      if (!name.startsWith('test_fn_') || name === 'test_fn_start') return
      process.stderr.write([test.name, name, test.errors.length, String(error?.message).split('\\n')[0]].join(' | ') + '\\n')
    }
  }`

const tests = `
  const phone = () => fetch('http://192.0.2.1/phone').catch(() => {})

  test('is clean', () => {})
  test('fails by itself', () => { throw new Error('own') })
  test('phones', phone)
  test('phones before it fails', async () => { await phone(); throw new Error('own') })
  describe('hooks', () => {
    afterEach(phone)
    test('phones in a hook', () => {})
  })`

test.each(jestMajors)(
  'an environment below the guard sees the end of a test that has violated as its failure: Jest %s',
  async (major) => {
    const { code, text } = await runJest({
      major,
      args: ['--runInBand'],
      files: { 'reporting.js': reporting, 'phone.test.js': tests },
      config: { testEnvironmentOptions: { base: '<rootDir>/reporting.js' } },
    })

    expect(code).toBe(1)
    expect(text.match(/^.* \| test_fn_.*$/gm)).toEqual([
      'is clean | test_fn_success | 0 | undefined',
      'fails by itself | test_fn_failure | 1 | own',
      'phones | test_fn_failure | 1 | Egress blocked: GET http://192.0.2.1/phone',
      'phones before it fails | test_fn_failure | 1 | own',
      // A limit that the docs name: its function is over by then.
      'phones in a hook | test_fn_success | 0 | undefined',
    ])
  },
)
