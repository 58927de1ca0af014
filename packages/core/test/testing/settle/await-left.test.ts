import { expect, test } from 'vitest'
import { openTestFile, type TestFile } from '../../../src/internal.ts'
import { awaitLeft } from '../../../src/testing/settle/await-left.ts'

const openFile = (): TestFile =>
  openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })

test('awaitLeft waits for timers that are due soon and keep the process alive', async () => {
  const fired: string[] = []
  const file = openFile()
  const timers = file.run('test', () => [
    setTimeout(() => fired.push('soon'), 200),
    setTimeout(() => fired.push('unref'), 150).unref(),
    setTimeout(() => fired.push('much later'), 60_000),
  ])
  file.close()
  await awaitLeft()

  expect(fired).toContain('soon')
  expect(fired).not.toContain('much later')
  for (const timer of timers) clearTimeout(timer)
})

test('awaitLeft does not wait where nothing is left', async () => {
  const fired: string[] = []
  const file = openFile()
  const timer = file.run('test', () => setTimeout(() => fired.push('late'), 300).unref())
  file.close()
  await awaitLeft()

  expect(fired).toEqual([])
  clearTimeout(timer)
})
