import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

// From the package's own folder, its name resolves to its `exports`.
const packageRoot = new URL('../../..', import.meta.url)

/** What a program prints last, as JSON; `compiled` tells whether the late parts were. */
function run(body: string, entry: 'module' | 'commonjs'): unknown {
  const core = entry === 'module' ? "await import('@agentguard/core')" : "require('@agentguard/core')"
  const program = `
    const load = (name) => process.getBuiltinModule(name)
    const { Session } = load('inspector')
    const session = new Session()
    session.connect()
    const scripts = []
    session.on('Debugger.scriptParsed', ({ params }) => scripts.push(params.url))
    session.post('Debugger.enable')
    const compiled = () => scripts.some((url) => url.endsWith('late.cjs'))
    const { installGuard, formatViolation } = ${core}
    const say = (value) => process.stdout.write(JSON.stringify(value))
    ${body}`
  const args = [`--input-type=${entry}`, '--eval', program]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' }))
}

const entries = ['module', 'commonjs'] as const

test.each(entries)('a process that blocks nothing compiles no late part: %s', (entry) => {
  const body = `
    installGuard({ allow: ['127.0.0.1'] })
    const server = load('net').createServer((socket) => socket.end()).listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      load('http').get({ port, host: '127.0.0.1' }).on('error', () => {
        server.close()
        say(compiled())
        process.exit()
      })
    })`

  expect(run(body, entry)).toBe(false)
})

test.each(entries)('the late parts need nothing that a program can take away: %s', (entry) => {
  const body = `
    const guard = installGuard()
    const fs = load('fs')
    const before = compiled()
    fs.readFileSync = fs.openSync = load('vm').Script = () => { throw new Error('replaced') }
    const { map } = Array.prototype
    Array.prototype.map = () => { throw new Error('replaced') }
    const socket = load('net').connect(9, '192.0.2.1')
    Array.prototype.map = map
    socket.on('error', ({ message, code }) => {
      const [{ host, port, stack }] = guard.violations
      say({ before, after: compiled(), message, code, host, port, hasStack: stack.length > 0 })
    })`

  expect(run(body, entry)).toEqual({
    before: false,
    after: true,
    message: 'Egress blocked: connect 192.0.2.1:9',
    code: 'ERR_EGRESS_BLOCKED',
    host: '192.0.2.1',
    port: 9,
    hasStack: true,
  })
})
