import { expect, test } from 'vitest'
import { startFar } from './far/start-far.ts'
import { runScript } from './run-script.ts'

const far = await startFar()

// A program that reads bindings before any module of Node has loaded them.
const program = (door: string): string => `
  import { installGuard } from 'core'
  const guard = installGuard()
  const binding = (name) => process.binding(name)
  const outcome = ${door}
  console.log(JSON.stringify({ outcome, blocked: guard.violations.map(({ channel, reason }) => [channel, reason]) }))
  process.exit(0)`

test.each([
  [
    'tcp_wrap',
    `(() => { const { TCP, TCPConnectWrap } = binding('tcp_wrap'); const request = new TCPConnectWrap(); request.oncomplete = () => {}
      return new TCP(0).connect(request, '127.0.0.1', ${far.ports.tcp}) })()`,
    ['tcp', 'loopback-not-own'],
  ],
  [
    'udp_wrap',
    `(() => { const { UDP } = binding('udp_wrap'); return new UDP().connect('127.0.0.1', ${far.ports.udp}) })()`,
    ['udp', 'loopback-not-own'],
  ],
  [
    'cares_wrap',
    `(() => { const { ChannelWrap, QueryReqWrap } = binding('cares_wrap'); const request = new QueryReqWrap(); request.oncomplete = () => {}
      return new ChannelWrap(1, 1, 0).queryA(request, 'secret.example') })()`,
    ['dns', 'not-allowed'],
  ],
  [
    'process_wrap',
    `(() => { const { Process } = binding('process_wrap'); return typeof new Process().spawn({ file: '/bin/true', args: ['/bin/true'] }) })()`,
    ['child-process', 'cannot-guard'],
  ],
])('%s, read before any module loads it, is guarded', async (_, door, expected) => {
  const { stdout, stderr } = await runScript(program(door))

  expect(stderr).toBe('')
  expect((JSON.parse(stdout) as { readonly blocked: unknown }).blocked).toEqual([expected])
  expect(await far.take()).toEqual([])
})
