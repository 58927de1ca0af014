import { execFile } from 'node:child_process'
import { connect, isIP, type Socket } from 'node:net'
import type { Row } from '../gateway/kernel-rows.ts'

type Opening = Pick<Row, 'local' | 'remote'>

/**
 * Completes a connection that a program waits for, from its other end: TCP makes one connection of two ends that connect to each other.
 * A listener that opens now would get nothing until the kernel tries again, a second later. `undefined` where it cannot be made so.
 */
export async function meet(ip: string, opening: Opening): Promise<Socket | undefined> {
  const { local, remote } = opening
  if (isIP(remote.address) === 6) await routeHere(ip, opening)
  return new Promise((done) => {
    const to = { host: local.address, port: local.port, localAddress: remote.address, localPort: remote.port }
    const socket = connect({ ...to, allowHalfOpen: true })
    const failed = (): void => done(undefined)
    // What comes first belongs to the destination outside.
    socket.pause()
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      socket.on('error', () => {})
      done(socket)
    })
  })
}

/** By IPv6, only what is on a route to this machine is delivered; others that connect there still wait for their verdicts. */
async function routeHere(ip: string, { local, remote }: Opening): Promise<void> {
  const ports = ['sport', String(local.port), 'dport', String(remote.port)]
  const rule = ['-6', 'rule', 'add', 'pref', '7', 'to', remote.address, 'ipproto', 'tcp', ...ports, 'lookup', 'local']
  await new Promise<void>((done) => {
    execFile(ip, rule, () => done())
  })
}
