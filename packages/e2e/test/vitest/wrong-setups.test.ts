import { describe, expect, test } from 'vitest'
import { runIn, type VitestMajor, vitestMajors, withFixture } from './run-vitest.ts'

/** Runs a suite that stays at home with its own config. */
function runWith(major: VitestMajor, config: string, args: readonly string[] = [], nodeArgs: readonly string[] = []) {
  const files = {
    'wrong.config.mjs': `import { agentguard } from '@agentguard/vitest'\nexport default ${config}`,
    'old-node.cjs': "Object.defineProperty(process.versions, 'node', { value: '25.9.0' })\n",
    'home.test.ts': "import { test } from 'vitest'\n\ntest('stays at home', () => {})\n",
  }
  return withFixture({ major, files }, (folder) =>
    runIn(folder, { major, args: ['--config=wrong.config.mjs', ...args], nodeArgs }),
  )
}

const include = "include: ['home.test.ts']"

describe.each(vitestMajors)('Vitest %s says how to fix', (major) => {
  test('the function itself in plugins', async () => {
    const { code, text } = await runWith(major, `{ plugins: [agentguard], test: { ${include} } }`)

    expect(text).toContain('plugins in the Vitest config: this is the function agentguard, not what it returns')
    expect(text).toContain('plugins: [agentguard()]')
    expect(code).toBe(1)
  })

  test('the plugin in test.plugins', async () => {
    const { code, text } = await runWith(major, `{ test: { plugins: [agentguard()], ${include} } }`)

    expect(text).toContain('it calls agentguard(), but Vitest has not read the plugin')
    expect(code).toBe(1)
  })

  test.each(['forks', 'vmThreads'])('the main entry in setupFiles, in the pool %s', async (pool) => {
    const config = `{ test: { setupFiles: ['@agentguard/vitest'], ${include} } }`
    const { code, text, files } = await runWith(major, config, [`--pool=${pool}`])

    expect(files['home']?.state).toBe('failed')
    expect(text).toContain(
      "setupFiles in the Vitest config: '@agentguard/vitest' is the plugin, and guards nothing there",
    )
    expect(code).toBe(1)
  })

  test('a Node that is not supported, before any test', async () => {
    const config = `{ plugins: [agentguard()], test: { ${include} } }`
    const { code, text, files } = await runWith(major, config, [], ['--require=./old-node.cjs'])

    expect(text).toMatch(/agentguard needs Node \S.*, and this is 25\.9\.0\. Install one of these/)
    expect(files).toEqual({})
    expect(code).toBe(1)
  })

  test('nothing where one project alone has the plugin', async () => {
    const projects = `[{ plugins: [agentguard()], extends: false, test: { name: 'one', ${include} } }]`
    const { code, text } = await runWith(major, `{ test: { projects: ${projects} } }`)

    expect(text).not.toContain('has not read')
    expect(code).toBe(0)
  })
})
