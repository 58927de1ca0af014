import { expect, test } from 'vitest'
import { tooOld } from '../../../src/guard/engine/supported-node.ts'

test.each(['22.12.0', '22.23.3', '24.0.0', '26.10.0', '30.1.0'])('tooOld takes Node %s', (version) => {
  expect(tooOld(version)).toBeUndefined()
})

test.each(['18.20.0', '20.20.2', '22.11.0'])('tooOld says in one line that Node %s will not do', (version) => {
  expect(tooOld(version)).toBe(`agentguard needs Node ^22.12 || ^24 || >=26, and this is ${version}`)
})
