import type { TestProject, Vitest } from 'vitest/node'
import { expect, test, vi } from 'vitest'
import { guardProject } from '../src/guard-project.ts'

const guarding = {
  setupId: 'virtual:agentguard/setup',
  pluginName: 'agentguard',
  options: { allow: 'api.example.com' },
}

test('guardProject puts its setup file before those of the user, and in order', () => {
  const { project, vitest, provided } = arrange()

  guardProject(project, vitest, guarding)

  expect(project.config.setupFiles).toEqual(['virtual:agentguard/setup', './user.ts'])
  expect(project.config.sequence.setupFiles).toBe('list')
  expect(provided).toEqual([['agentguard', { allow: 'api.example.com' }]])
})

test('guardProject adds itself once, and the rules of a second plugin', () => {
  const { project, vitest, provided } = arrange()

  guardProject(project, vitest, guarding)
  guardProject(project, vitest, { ...guarding, options: { allow: 'b.example.com' } })

  expect(project.config.setupFiles).toHaveLength(2)
  expect(provided.at(-1)).toEqual(['agentguard', { allow: ['api.example.com', 'b.example.com'] }])
})

test('guardProject adds the rules of a plugin that another copy of the package made', async () => {
  const { project, vitest, provided } = arrange()

  guardProject(project, vitest, guarding)
  vi.resetModules()
  const copy = await import('../src/guard-project.ts')
  copy.guardProject(project, vitest, { ...guarding, options: { allow: 'b.example.com' } })
  expect(copy.guardProject).not.toBe(guardProject)
  expect(provided.at(-1)).toEqual(['agentguard', { allow: ['api.example.com', 'b.example.com'] }])
})

test('guardProject leaves out browser mode, and says so', () => {
  const { project, vitest, warnings } = arrange({ browser: true })

  guardProject(project, vitest, guarding)

  expect(project.config.setupFiles).toEqual(['./user.ts'])
  expect(warnings).toEqual(["agentguard does not guard browser mode: project 'ui' runs without it."])
})

test('guardProject leaves out pools of others, and says so', () => {
  const { project, vitest, warnings, provided } = arrange({ pool: '@cloudflare/vitest-pool-workers' })

  guardProject(project, vitest, guarding)

  expect(project.config.setupFiles).toEqual(['./user.ts'])
  expect(provided).toEqual([])
  expect(warnings).toEqual([
    "agentguard does not guard the pool '@cloudflare/vitest-pool-workers': project 'ui' runs without it.",
  ])
})

test.each(['3.2.4', '4.0.18'])('guardProject says which Vitest it needs when it finds %s', (version) => {
  const { project, vitest } = arrange({ version })

  expect(() => guardProject(project, vitest, guarding)).toThrow(
    `agentguard needs Vitest 4.1 or newer, and Vitest ${version} is older.`,
  )
})

test.each(['4.1.0', '5.0.0-beta.1', '10.0.0'])('guardProject takes Vitest %s', (version) => {
  const { project, vitest } = arrange({ version })

  expect(() => guardProject(project, vitest, guarding)).not.toThrow()
})

interface Arranged {
  readonly browser?: boolean
  readonly pool?: string
  readonly version?: string
}

function arrange({ browser = false, pool = 'forks', version = '5.1.1' }: Arranged = {}) {
  const provided: unknown[] = []
  const warnings: string[] = []
  const server = { config: { plugins: [{ name: 'agentguard' }] } }
  const project = {
    name: 'ui',
    vite: server,
    config: {
      root: import.meta.dirname,
      browser: { enabled: browser },
      pool,
      setupFiles: ['./user.ts'],
      sequence: { setupFiles: 'parallel' },
    },
    provide: (key: string, value: unknown) => provided.push([key, value]),
  }
  const vitest = {
    version,
    vite: server,
    projects: [project],
    config: { sequence: { setupFiles: 'parallel' } },
    logger: { warn: (text: string) => warnings.push(text) },
  }
  // Only what the function reads of Vitest.
  return {
    project: project as unknown as TestProject,
    vitest: vitest as unknown as Vitest,
    provided,
    warnings,
  }
}
