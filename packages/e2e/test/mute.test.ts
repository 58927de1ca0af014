import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { jestMajors, withJest } from './jest/run-jest.ts'
import { runIn, vitestMajors, withFixture } from './vitest/run-vitest.ts'

// A real server, in this process, which is not guarded.
let arrivals = 0
const server = createServer((socket) => {
  arrivals += 1
  socket.destroy()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => server.close())
const { port } = server.address() as AddressInfo

const reach = `fetch('http://127.0.0.1:${port}/').catch(() => {})`
const mute = ['suggest', '--mute', '--write']
const tests = (count: number, code: string): string =>
  Array.from({ length: count }, (_, index) => `test('tool ${index}', async () => { await ${code} })\n`).join('')

/** The command line, as a package of a project has it. */
function agentguard(folder: string, name: string, args: readonly string[]): string {
  const bin = join(folder, '../../node_modules', name, 'dist/agentguard.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

test.each(jestMajors)('one command makes a red suite of Jest %i green, and lets nothing out', async (major) => {
  const config = {
    testMatch: ['**/*.test.js'],
    reporters: [['jest-environment-agentguard/reporter', { json: true }], 'default'],
  }
  const files = { 'a.test.js': tests(3, reach), 'b.test.js': tests(2, reach) }
  await withJest({ major, args: ['--runInBand'], files, config }, async ({ folder, run }) => {
    expect((await run()).code).toBe(1)
    expect(agentguard(folder, 'jest-environment-agentguard', mute)).toBe('a.test.js: localhost\nb.test.js: localhost\n')
    const green = await run()
    expect(green.text).toContain(`– localhost:${port}   muted: 5 attempts by 5 tests in 2 files`)
    expect(green.code, green.text).toBe(0)
    agentguard(folder, 'jest-environment-agentguard', ['lock'])
    expect(JSON.parse(readFileSync(join(folder, 'egress.lock.json'), 'utf8'))).toMatchObject({
      muted: { 'a.test.js': { 'localhost:*': { rules: ['localhost'] } } },
    })

    appendFileSync(join(folder, 'b.test.js'), tests(1, "fetch('http://192.0.2.7/').catch(() => {})"))
    expect((await run()).tests['b.test.js: tool 0']?.status).toBe('failed')
  })
  expect(arrivals).toBe(0)
})

test.each(vitestMajors)('one command makes a red suite of Vitest %i green, and lets nothing out', async (major) => {
  const head = "import { test } from 'vitest'\n"
  const config = `import { agentguard } from '@agentguard/vitest'
export default { plugins: [agentguard({ report: { json: true } })], test: { include: ['muted/*.test.js'] } }\n`
  const files = { 'mute.config.js': config, 'muted/a.test.js': head + tests(3, reach) }
  await withFixture({ major, files }, async (folder) => {
    const run = () => runIn(folder, { major, args: ['--config=mute.config.js'] })
    expect((await run()).code).toBe(1)
    expect(agentguard(folder, '@agentguard/vitest', mute)).toBe('muted/a.test.js: localhost\n')
    const green = await run()
    expect(green.text).toContain(`– localhost:${port}   muted: 3 attempts by 3 tests in 1 file`)
    expect(green.code, green.text).toBe(0)

    appendFileSync(join(folder, 'muted/a.test.js'), tests(1, "fetch('http://192.0.2.7/').catch(() => {})"))
    expect((await run()).code).toBe(1)
  })
  expect(arrivals).toBe(0)
})
