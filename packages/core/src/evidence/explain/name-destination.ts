import { basename } from 'node:path'
import type { Evidence } from '../record/evidence.ts'
import { hostPort } from '../redact/redact.ts'
import { isToLoopback } from './is-to-loopback.ts'
import { vouchedHost } from './vouched-host.ts'

type Target = Pick<Evidence, 'channel' | 'unixPath' | 'program' | 'addons' | 'port' | 'host' | 'address' | 'names'>

/**
 * Names the destination of an attempt in the syntax of rules: `api.example.com:443`, `localhost:5432`,
 * `unix:/run/docker.sock`, `exec:curl` or `addon:x.node`.
 *
 * @param target any evidence, or the fields of it that describe the destination
 */
export function nameDestination(target: Target): string {
  const { unixPath, program, addons, port, channel } = target
  if (unixPath !== undefined) return `unix:${unixPath}`
  if (program !== undefined) return `exec:${(program.foreign?.length ? program.foreign : [program.file]).join(',')}`
  // All spellings of this machine count as one. For an address from DNS, the name is used, since it is stable.
  const host = isToLoopback(target) ? 'localhost' : vouchedHost(target)
  if (host !== undefined) return hostPort(host, port)
  if (addons !== undefined && addons.length > 0) return `addon:${addons.map((path) => basename(path)).join(',')}`
  return channel === 'worker' ? 'a worker thread' : 'a program'
}
