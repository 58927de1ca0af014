import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { allJestMajors, modes, runJest, type JestOutcome } from './run-jest.ts'
import { settingsCases, type SettingsCase } from './settings-cases.ts'

const cases = Object.entries(settingsCases)
const files = Object.fromEntries(cases.map(([name, settings]) => [`${name}.test.js`, sourceOf(settings)]))
const projects = cases.map(([name, { options = {}, project }]) => ({
  displayName: name,
  testMatch: [`<rootDir>/${name}.test.js`],
  testEnvironmentOptions: options,
  ...project,
}))

let other: Server

// A loopback server that is not the test's own: it runs in this process, the tests in another one.
beforeAll(async () => {
  other = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
})

afterAll(() => other.close())

const settings = covering(
  allJestMajors.flatMap((major) => (['in band', 'in workers'] as const).map((mode) => ({ major, mode }))),
)

describe.each(settings)('Jest $major $mode', ({ major, mode }) => {
  let run: JestOutcome

  beforeAll(async () => {
    const env = { OTHER_PORT: String((other.address() as AddressInfo).port) }
    run = await runJest({ major, fixture: 'settings', args: modes[mode], files, config: { projects }, env })
  })

  test.each(cases.filter(([, { says }]) => says === undefined).map(([name]) => name))('%s passes', (name) => {
    expect(run.files[`${name}.test.js`]).toMatchObject({ status: 'passed', message: '' })
  })

  test.each(cases.filter(([, { says }]) => says !== undefined))('%s fails the file and says why', (name, { says }) => {
    const file = run.files[`${name}.test.js`]

    expect(file?.status).toBe('failed')
    for (const text of says ?? []) expect(file?.message).toContain(text)
  })
})

function sourceOf({ head = '', body = "await phone('192.0.2.1')" }: SettingsCase): string {
  return `${head}const { phone } = require('./phone')\n\ntest('a test', async () => {\n  ${body}\n})\n`
}
