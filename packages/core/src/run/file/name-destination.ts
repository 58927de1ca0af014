import { basename } from 'node:path'
import { hostPort } from '../../evidence/redact/redact.ts'
import { isToLoopback } from '../../evidence/explain/is-to-loopback.ts'
import { vouchedHost } from '../../evidence/explain/vouched-host.ts'
import type { AttemptRecord } from './evidence-file.ts'

/** Where an attempt went, as rules write it: `api.example.com:443`, `localhost:5432`, `unix:/run/docker.sock`, `exec:curl`, `addon:x.node`. */
export function nameDestination(record: Omit<AttemptRecord, 'run'>): string {
  const { unixPath, program, addons, port, channel } = record
  if (unixPath !== undefined) return `unix:${unixPath}`
  if (program !== undefined) return `exec:${(program.foreign?.length ? program.foreign : [program.file]).join(',')}`
  // All spellings of this machine are one; of an address that DNS gave, the name is what stays the same.
  const host = isToLoopback(record) ? 'localhost' : vouchedHost(record)
  if (host !== undefined) return hostPort(host, port)
  if (addons !== undefined && addons.length > 0) return `addon:${addons.map((path) => basename(path)).join(',')}`
  return channel === 'worker' ? 'a worker thread' : 'a program'
}
