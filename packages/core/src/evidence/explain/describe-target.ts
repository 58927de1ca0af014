import type { ChannelName } from '../../policy/attempt/attempt.ts'
import type { Evidence } from '../record/evidence.ts'
import { printable } from '../redact/printable.ts'
import { hostPort } from '../redact/redact.ts'

/** What was tried, in words: `POST https://api.example.com/`, `connect db.example.com:5432`, `DNS lookup of x`. */
export function describeTarget(evidence: Evidence): string {
  const { channel, url, method, unixPath, program } = evidence
  if (url !== undefined) return method === undefined ? url : `${method} ${url}`
  if (unixPath !== undefined) return `unix socket ${unixPath}`
  if (program !== undefined) return `start of ${[program.file, ...program.args].join(' ')}`
  return TARGETS[channel]?.(evidence) ?? `connect ${hostText(evidence)}`
}

const TARGETS: Readonly<Partial<Record<ChannelName, (evidence: Evidence) => string>>> = {
  // With a port, it is the server that a custom resolver queries.
  dns: (evidence) => `${evidence.port === undefined ? 'DNS lookup of' : 'DNS server'} ${hostText(evidence)}`,
  udp: (evidence) => `UDP to ${hostText(evidence)}`,
  'child-process': () => 'start of a program',
  worker: () => 'start of a worker thread',
  native: (evidence) =>
    isLoading(evidence)
      ? `load of native addon ${printable(evidence.addons?.map((path) => baseName(path)).join(', ') ?? '')}`.trimEnd()
      : `native code to ${hostText(evidence)}`,
}

/** Native code is judged when it is loaded, and seen again when it has connected. */
function isLoading({ host, address }: Evidence): boolean {
  return host === undefined && address === undefined
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

function hostText({ host, address, port }: Evidence): string {
  const target = host ?? address
  if (target === undefined) return 'an unknown destination'
  return port === undefined ? target : hostPort(target, port)
}
