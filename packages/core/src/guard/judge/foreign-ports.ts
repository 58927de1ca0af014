import { readTable } from '../gateway/kernel-rows.ts'
import type { OwnServers } from './own-servers.ts'

/** Loopback ports where other processes listen. Programs of the run may not be meant for them. */
export function foreignPorts(servers: OwnServers): readonly number[] {
  const rows = [...readTable('tcp'), ...readTable('tcp6')].filter(({ state }) => state === 'listening')
  const ports = rows
    .filter(({ local }) => /^(?:127\.|0\.0\.0\.0$|::$|::1$)/.test(local.address))
    .map(({ local }) => local.port)
  return [...new Set(ports)].filter((port) => !servers.isPublished(port)).toSorted((a, b) => a - b)
}
