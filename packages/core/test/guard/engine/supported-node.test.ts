import { expect, test } from 'vitest'
import { unsupportedNode } from '../../../src/guard/engine/supported-node.ts'

test.each(['22.12.0', '22.23.3', '24.0.0', '26.10.0', '30.1.0'])('unsupportedNode takes Node %s', (version) => {
  expect(unsupportedNode(version)).toBeUndefined()
})

test.each(['18.20.0', '20.20.2', '22.11.0', '23.11.1', '25.9.0'])('unsupportedNode refuses Node %s', (version) => {
  expect(unsupportedNode(version)).toBe(
    `agentguard needs Node ^22.12 || ^24 || >=26, and this is ${version}. Install one of these, and run again`,
  )
})
