import { describe, expect, test } from 'vitest'
import { startFar } from './far/start-far.ts'
import { runScript } from './run-script.ts'

const far = await startFar()

describe('a late attempt, when no scope is left to attribute it to', () => {
  test('is blocked, and ends the process as an unhandled rejection', async () => {
    const { code, stderr } = await runScript(`
      import net from 'node:net'
      import { noEgress } from 'core'
      const { promise: over, resolve } = Promise.withResolvers()
      await noEgress(() => { void over.then(() => net.connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {})) })
      resolve()
    `)

    expect(code).toBe(1)
    expect(stderr).toContain('EgressViolationError')
    expect(stderr).toMatch(/late: \d+ ms/)
    expect(await far.take()).toEqual([])
  })

  test('passes silently where it is allowed', async () => {
    const ran = await runScript(`
      import net from 'node:net'
      import { noEgress } from 'core'
      const { promise: over, resolve } = Promise.withResolvers()
      await noEgress({ allow: 'localhost' }, () => { void over.then(() => net.connect(${far.ports.tcp}, '127.0.0.1').end('hello\\n')) })
      resolve()
    `)

    expect(ran).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await far.take()).toEqual(['tcp connection', 'tcp data hello'])
  })
})

describe('a channel whose hook sees nothing', () => {
  test('is an error, and leaves the process unchanged', async () => {
    const { stdout } = await runScript(`
      import dns from 'node:dns'
      import net from 'node:net'
      import { noEgress } from 'core'
      const { connect } = net.Socket.prototype
      dns.Resolver.prototype.resolve4 = () => {}
      await noEgress(() => {}).catch((error) => console.log(error.message))
      console.log(net.Socket.prototype.connect === connect)
    `)

    expect(stdout).toContain('the resolver channel does not work on Node')
    expect(stdout).toMatch(/true\n$/)
  })

  test('is an error though a gate further down sees the attempt', async () => {
    const { stdout } = await runScript(`
      import http from 'node:http'
      import net from 'node:net'
      import { noEgress } from 'core'
      http.request = (options) => net.connect(options)
      await noEgress(() => {}).catch((error) => console.log(error.message))
    `)

    expect(stdout).toContain('the http channel does not work on Node')
  })

  test('is an error where its slot cannot be replaced', async () => {
    const { stdout } = await runScript(`
      import net from 'node:net'
      import { noEgress } from 'core'
      const handle = net.connect({ host: 'x.invalid', port: 1, lookup() {} })._handle
      Object.freeze(Object.getPrototypeOf(handle))
      await noEgress(() => {}).catch((error) => console.log(error.name, error.message))
      process.exit()
    `)

    expect(stdout).toMatch(/TypeError .*connect/)
  })

  test('is not assumed where code replaced a function of dns', async () => {
    const { stdout } = await runScript(`
      import dns from 'node:dns'
      import { noEgress } from 'core'
      dns.lookup = () => ({})
      dns.promises.lookup = async () => ({ address: '127.0.0.1', family: 4 })
      await noEgress(() => {}).then(() => console.log('works'), (error) => console.log(error.message))
      console.log(Reflect.ownKeys(Object.prototype).includes('reject'))
    `)

    expect(stdout).toBe('works\nfalse\n')
  })
})

describe('under the permission model, which hides the bindings', () => {
  const flags = [
    '--permission',
    '--allow-fs-read=*',
    ...(process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []),
  ]

  const attempts = {
    'net.connect': `new Promise((done) => net.connect(${far.ports.tcp}, '127.0.0.1').on('error', done))`,
    fetch: `fetch('http://127.0.0.1:${far.ports.http}/').catch(({ cause }) => cause)`,
    'http.get': `new Promise((done) => http.get('http://127.0.0.1:${far.ports.http}/').on('error', done))`,
    'http.get by name': `new Promise((done) => http.get('http://secret.invalid/').on('error', done))`,
    'dns.lookup': `new Promise((done) => dns.lookup('secret.invalid', done))`,
    'dns.promises.lookup': `dns.promises.lookup('secret.invalid').catch((error) => error)`,
    'dns.promises.resolve4': `dns.promises.resolve4('secret.invalid').catch((error) => error)`,
    UDP: `new Promise((done) => dgram.createSocket('udp4').send('x', ${far.ports.udp}, '127.0.0.1', done))`,
  }

  test('every channel blocks, and fails its caller in a later turn', async () => {
    const { stdout, stderr } = await runScript(
      `
      import dgram from 'node:dgram'
      import dns from 'node:dns'
      import http from 'node:http'
      import net from 'node:net'
      import { observeEgress } from 'core'
      const attempts = { ${Object.entries(attempts)
        .map(([name, attempt]) => `'${name}': () => ${attempt}`)
        .join()} }
      for (const [name, attempt] of Object.entries(attempts)) {
        const { value, error, violations } = await observeEgress(attempt)
        console.log(name, value?.code ?? error, violations.length)
      }
      process.exit()
    `,
      { flags },
    )

    expect(stdout + stderr).toBe(
      Object.keys(attempts)
        .map((name) => `${name} ERR_EGRESS_BLOCKED 1\n`)
        .join(''),
    )
    expect(await far.take()).toEqual([])
  })
})

describe('NODE_USE_ENV_PROXY', () => {
  const proxy = `http://127.0.0.1:${far.ports.proxy}`
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NODE_TLS_REJECT_UNAUTHORIZED: '0' }

  const text = '.then((response) => response.text())'
  const node = `new Promise((done, fail) => http.get(url, (response) => response.setEncoding('utf8').on('data', done)).on('error', fail))`
  const calls = {
    'fetch of http': `fetch(http)${text}`,
    'fetch of https': `fetch(https)${text}`,
    'http.get': node.replace('url', 'http'),
  }
  const targets = [`target.example:${far.ports.http}`, `target.example:${far.ports.https}`]

  /** For each call, its value and the hosts that were blocked. */
  const run = async (allow: readonly string[]): Promise<unknown> => {
    const { stdout } = await runScript(
      `
      import { get } from 'node:http'
      import { observeEgress } from 'core'
      const [http, https] = ['http://${targets[0]}/path', 'https://${targets[1]}/path']
      const seen = {}
      const calls = { ${Object.entries(calls)
        .map(([name, call]) => `'${name}': () => ${call.replace('http.get', 'get')}`)
        .join()} }
      for (const [name, call] of Object.entries(calls)) {
        const { value, violations } = await observeEgress({ allow: ${JSON.stringify(allow)} }, call)
        seen[name] = [value ?? null, ...violations.map(({ host }) => host)]
      }
      console.log(JSON.stringify(seen))
      process.exit()
    `,
      { env },
    )
    return JSON.parse(stdout)
  }
  const each = (seen: readonly unknown[]) => Object.fromEntries(Object.keys(calls).map((name) => [name, seen]))

  test('does not reach the target where only the proxy is allowed', async () => {
    expect(await run([`localhost:${far.ports.proxy}`])).toEqual(each([null, 'target.example']))
    expect((await far.take()).filter((line) => line.startsWith('http'))).toEqual([])
  })

  test('reaches nothing where only the target is allowed', async () => {
    expect(await run(targets)).toEqual(each([null, '127.0.0.1']))
    expect(await far.take()).toEqual([])
  })

  test('reaches the target where both are allowed', async () => {
    expect(await run([...targets, `localhost:${far.ports.proxy}`])).toEqual(each(['far GET /path ']))
    expect(await far.take()).toContain('https GET /path')
  })
})
