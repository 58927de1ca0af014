import { describe, expect, test } from 'vitest'
import { runIn, type VitestMajor, vitestMajors, withFixture } from './run-vitest.ts'

const home = "import { test } from 'vitest'\n\ntest('stays at home', () => {})\n"
const files = { 'home.test.ts': home, 'off.test.ts': `// @agentguard mode=off\n${home}` }

/** Two projects over one file that stays at home and one that turns the guard off; only the first has the plugin. */
function configOf(options: object): string {
  const test = "include: ['home.test.ts', 'off.test.ts']"
  return `import { agentguard } from '@agentguard/vitest'
    export default { test: { projects: [
      { extends: false, plugins: [agentguard(${JSON.stringify(options)})], test: { name: 'guarded', ${test} } },
      { extends: false, test: { name: 'bare', ${test} } },
    ] } }`
}

function runWith(major: VitestMajor, options: object) {
  const input = { major, files: { ...files, 'two.config.mjs': configOf(options) } }
  return withFixture(input, (folder) => runIn(folder, { major, args: ['--config=two.config.mjs'] }))
}

const said =
  '1 of 4 files guarded. Unguarded: bare > home.test.ts, bare > off.test.ts, guarded > off.test.ts (mode: off)'

describe.each(vitestMajors)('Vitest %s', (major) => {
  test('says which files ran without the guard, without any report', async () => {
    const { code, text } = await runWith(major, {})

    expect(text).toContain(`agentguard: ${said}`)
    expect(code).toBe(0)
  })

  test('fails a run that requires the guard', async () => {
    const { code, text } = await runWith(major, { report: { requireGuard: true } })

    expect(text).toContain(said)
    expect(text).toContain('test files ran without the guard: 3')
    expect(code).toBe(1)
  })

  test('fails a run with a locked project for the files of another one', async () => {
    const { code, text } = await runWith(major, { locked: true })

    expect(text).toContain('2 of 4 files guarded. Unguarded: bare > home.test.ts, bare > off.test.ts')
    expect(text).toContain('test files ran without the guard: 2')
    expect(code).toBe(1)
  })
})
