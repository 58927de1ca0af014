import net from 'node:net'
import { expect, test } from 'vitest'
import { isEgressViolationError } from '../../../src/evidence/errors/egress-violation-error.ts'
import { openTestFile, type TestFile } from '../../../src/internal.ts'

function openFile(): TestFile {
  return openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })
}

// Both swallow every error.
const reach = (): Promise<void> =>
  new Promise((resolve) => void net.connect(80, '192.0.2.60').on('error', () => resolve()))

const ask = async (url: string): Promise<void> => void (await fetch(url).catch(() => undefined))

test('sixty URLs of one host are one error, with their count and all their evidence', async () => {
  const file = openFile()
  const one = file.openTest('asks sixty times')
  await one.run('test', async () => {
    for (let index = 0; index < 60; index += 1) await ask(`http://many.example/items/${index}`)
  })
  one.end()
  const [error, ...more] = one.errors()
  file.close()

  expect(more).toEqual([])
  expect(error?.message).toContain('60 attempts: GET /items/0, GET /items/1, GET /items/2 and 57 more')
  expect(isEgressViolationError(error) && error.violations).toHaveLength(60)
})

test('a test that is tried again keeps its error, which counts all tries', async () => {
  const file = openFile()
  const one = file.openTest('is tried three times')
  const errors: Error[] = []
  for (const retry of [0, 1, 2]) {
    if (retry > 0) one.retry(retry)
    await one.run('test', () => ask('http://retried.example/'))
    one.end()
    errors.push(...one.errors())
  }
  file.close()

  expect(new Set(errors).size).toBe(1)
  expect(errors[0]?.message).toContain('3 attempts of this kind in 3 tries')
  expect(errors[0]?.stack).toContain('3 attempts of this kind in 3 tries')
})

test('each destination is its own error, and a late attempt is another one', async () => {
  const file = openFile()
  const one = file.openTest('reaches three')
  await one.run('test', async () => {
    await ask('http://first.example/')
    await ask('http://second.example/')
  })
  one.end()
  await one.run('test', () => ask('http://first.example/'))
  const messages = one.errors().map(({ message }) => message)
  file.close()

  expect(messages).toEqual([
    expect.stringMatching(/^Egress blocked: GET http:\/\/first\.example\/\n {2}test +reaches three\n/),
    expect.stringMatching(/^Egress blocked: GET http:\/\/second\.example\/\n {2}test +reaches three\n/),
    expect.stringMatching(
      /^Egress blocked: GET http:\/\/first\.example\/\n {2}test +reaches three {3}\(late: \d+ ms after the test ended\)\n/,
    ),
  ])
})

test('a destination that another test has explained takes two lines, and no code or stack', async () => {
  const file = openFile()
  const [first, second] = [file.openTest('explains it'), file.openTest('refers to it')]
  await first.run('test', reach)
  first.end()
  await second.run('test', reach)
  second.end()
  const [whole] = first.errors()
  const [brief] = second.errors()
  file.close()

  expect(whole?.message).toContain('// @agentguard allow=192.0.2.60')
  expect(brief?.message.split('\n')).toEqual([
    'Egress blocked: connect 192.0.2.60:80',
    expect.stringMatching(
      /^ {2}from test-errors\.test\.ts:\d+:\d+; for what to do, see the failure of 'explains it' in test-errors\.test\.ts$/,
    ),
  ])
  expect(brief?.stack).not.toContain('\n    at ')
})
