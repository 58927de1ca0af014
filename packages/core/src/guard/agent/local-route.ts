import { execFile } from 'node:child_process'
import { isIP } from 'node:net'
import type { End } from '../witness/kernel-tables.ts'

/** Adds or removes a rule by which connections to a place stay local. It comes before those that watch ports of loopback. */
export async function changeLocalRoute(ip: string, verb: 'add' | 'del', { address, port }: End): Promise<void> {
  const family = isIP(address) === 6 ? '-6' : '-4'
  const to = ['to', address, 'ipproto', 'tcp', 'dport', String(port)]
  await new Promise<void>((done) => {
    execFile(ip, [family, 'rule', verb, 'pref', '8', ...to, 'lookup', 'local'], () => done())
  })
}
