import { execFile } from 'node:child_process'
import { connect, isIP, type Socket } from 'node:net'
import type { Row } from '../gateway/kernel-rows.ts'

type Opening = Pick<Row, 'local' | 'remote'>

/**
 * Completes a connection that a program waits for by connecting back: TCP joins two ends that connect to each other. A
 * listener opened now would get nothing until the kernel tries again, a second later. `undefined` where this fails.
 */
export async function meet(ip: string, opening: Opening): Promise<Socket | undefined> {
  const { local, remote } = opening
  if (isIP(remote.address) === 6) await routeHere(ip, opening)
  return new Promise((done) => {
    const to = { host: local.address, port: local.port, localAddress: remote.address, localPort: remote.port }
    const socket = connect({ ...to, allowHalfOpen: true })
    const failed = (): void => done(undefined)
    // The first bytes belong to the destination outside.
    socket.pause()
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      socket.on('error', () => {})
      done(socket)
    })
  })
}

/** IPv6 delivers only on a local route. Other connections to that address still wait for their verdicts. */
async function routeHere(ip: string, { local, remote }: Opening): Promise<void> {
  const ports = ['sport', String(local.port), 'dport', String(remote.port)]
  const rule = ['-6', 'rule', 'add', 'pref', '7', 'to', remote.address, 'ipproto', 'tcp', ...ports, 'lookup', 'local']
  await new Promise<void>((done) => {
    execFile(ip, rule, () => done())
  })
}
