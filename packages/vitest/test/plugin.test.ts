import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Plugin } from 'vitest/config'
import { createVitest } from 'vitest/node'
import { agentguard } from '../src/plugin.ts'

const root = mkdtempSync(join(tmpdir(), 'agentguard-plugin-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const changesPool: Plugin = {
  name: 'a pool of others',
  configureVitest: ({ project }) => {
    project.config.pool = '/pools/of-others.js'
  },
}

async function setupFilesWith(plugins: readonly Plugin[]): Promise<readonly unknown[]> {
  const vitest = await createVitest(
    'test',
    { root, config: false, watch: false, reporters: [] },
    { plugins: [...plugins] },
  )
  try {
    return vitest.projects.flatMap(({ config }) => config.setupFiles)
  } finally {
    await vitest.close()
  }
}

test('agentguard guards a project, and leaves out one whose pool another plugin changes, in either order', async () => {
  expect(await setupFilesWith([agentguard()])).toEqual(['virtual:agentguard/setup'])
  expect(await setupFilesWith([changesPool, agentguard()])).toEqual([])
  expect(await setupFilesWith([agentguard(), changesPool])).toEqual([])
})
