// Fails on purpose: importing the module starts a child process, which makes the request, and waits for it.
import { expect, test } from 'vitest'
import { settings } from '../src/tools/settings.ts'

test('settings have a model', () => {
  expect(settings.model).toBe('gpt-4o-mini')
})
