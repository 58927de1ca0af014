import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findConfigs } from '../../../src/testing/config/find-configs.ts'
import { writeProject } from './write-project.ts'

test('findConfigs finds the nearest config first, and none above the repository', () => {
  const root = writeProject({
    'agentguard.config.json': '{}',
    'repo/.git/HEAD': '',
    'repo/agentguard.config.mjs': 'export default {}',
    'repo/packages/a/agentguard.config.json': '{}',
    'repo/packages/b/x.test.js': '',
  })
  const found = (folder: string) => findConfigs(join(root, folder)).map(({ path }) => path.slice(root.length + 1))
  expect(found('repo/packages/a')).toEqual(['repo/packages/a/agentguard.config.json', 'repo/agentguard.config.mjs'])
  expect(found('repo/packages/b')).toEqual(['repo/agentguard.config.mjs'])
  expect(found('.')).toEqual(['agentguard.config.json'])
})

test('findConfigs refuses two configs in one folder', () => {
  const root = writeProject({ 'agentguard.config.json': '{}', 'agentguard.config.ts': '' })
  expect(() => findConfigs(root)).toThrow(
    `${root}/agentguard.config.json: ${root}/agentguard.config.ts is in the same folder. Keep one of them.`,
  )
})

test('findConfigs reads a changed config again', () => {
  const root = writeProject({ 'agentguard.config.json': '{"mode":"audit"}' })
  const mode = () => findConfigs(root)[0]?.sections[0]?.options.mode
  expect(mode()).toBe('audit')
  writeFileSync(join(root, 'agentguard.config.json'), '{"mode":"block"}')
  utimesSync(join(root, 'agentguard.config.json'), 1, 1)
  expect(mode()).toBe('block')
})
