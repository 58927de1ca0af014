import { expect, test } from 'vitest'
import { isToolAddon } from '../../../src/evidence/stack/tool-addons.ts'

test.each([
  '/app/node_modules/@rolldown/binding-linux-x64-gnu/rolldown-binding.linux-x64-gnu.node',
  '/app/node_modules/.pnpm/@unrs+resolver-binding-linux-x64-gnu@1.11.1/node_modules/@unrs/resolver-binding-linux-x64-gnu/resolver.linux-x64-gnu.node',
  '/app/node_modules/fsevents/fsevents.node',
])('isToolAddon knows an addon that runners load: %s', (path) => {
  expect(isToolAddon(path)).toBe(true)
})

test.each(['/app/node_modules/impit-linux-x64-gnu/impit-node.linux-x64-gnu.node', '/app/build/Release/own.node'])(
  'isToolAddon is false for what might connect: %s',
  (path) => {
    expect(isToolAddon(path)).toBe(false)
  },
)
