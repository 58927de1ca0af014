import { expect, test } from 'vitest'
import { runScript } from '../../../flows/run-script.ts'

const install = `
import net from 'node:net'
import { installGuard } from 'core'
try {
  installGuard({}).uninstall()
  console.log('installed')
} catch (error) {
  console.log(error.message)
}
`

test('the guard is installed where it sees what is written to a connection', async () => {
  expect((await runScript(install)).stdout).toBe('installed\n')
})

test('the guard is not installed where writes go past its gate', async () => {
  // As if a release of Node wrote by a method that the guard does not know.
  const moved = `
const { TCP } = process.binding('tcp_wrap')
const { writeUtf8String } = TCP.prototype
Object.defineProperty(TCP.prototype, 'writeUtf8String', { get: () => writeUtf8String, set: () => {}, configurable: true })
const define = Object.defineProperty
Object.defineProperty = (target, key, slot) => (key === 'writeUtf8String' ? target : define(target, key, slot))
`
  const { stdout } = await runScript(install.replace('try {', `${moved}try {`))

  expect(stdout).toContain('the bytes channel does not work on Node')
})
