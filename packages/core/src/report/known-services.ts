import { isLoopback } from '../attempt/address.ts'
import type { Evidence } from '../evidence/evidence.ts'

/** What stands at a destination that many programs dial without being asked, where its place gives it away. */
export function knownService(evidence: Evidence): string | undefined {
  const { unixPath, host, address, port } = evidence
  if (unixPath !== undefined) return SOCKETS.find(([pattern]) => pattern.test(unixPath))?.[1]
  const service = HOSTS.get(address ?? '') ?? HOSTS.get(host ?? '')
  if (service !== undefined) return service
  if (!isToLoopback(evidence) || port === undefined) return undefined
  if (port === 3000 && evidence.culprit?.name === 'happy-dom') return 'the default page of happy-dom: give it a url'
  return PORTS.get(port)
}

/** Whether an attempt went to this machine; the address decides where it is known. */
export function isToLoopback({ host, address }: Pick<Evidence, 'host' | 'address'>): boolean {
  const used = address ?? host
  return used !== undefined && isLoopback(used)
}

const PORTS: ReadonlyMap<number, string> = new Map([
  [2375, 'Docker'],
  [3000, 'a development server, or the default page of a simulated browser'],
  [3306, 'MySQL'],
  [4222, 'NATS'],
  [4317, 'an OpenTelemetry collector'],
  [4318, 'an OpenTelemetry collector'],
  [5432, 'PostgreSQL'],
  [6379, 'Redis'],
  [8125, 'a StatsD agent'],
  [8126, 'the Datadog agent'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [11211, 'Memcached'],
  [11434, 'Ollama'],
  [27017, 'MongoDB'],
])

const HOSTS: ReadonlyMap<string, string> = new Map([
  ['169.254.169.254', 'the metadata service of a cloud machine'],
  ['fd00:ec2::254', 'the metadata service of a cloud machine'],
  ['metadata.google.internal', 'the metadata service of a cloud machine'],
  ['169.254.170.2', 'the credentials service of a cloud container'],
])

const SOCKETS: readonly (readonly [RegExp, string])[] = [
  [/[\\/]docker(?:_engine|\.sock)$/, 'Docker'],
  [/[\\/]podman\.sock$/, 'Podman'],
  [/[\\/]\.s\.PGSQL\.\d+$/, 'PostgreSQL'],
  [/[\\/]mysqld?\.sock$/, 'MySQL'],
  [/[\\/]redis[^\\/]*\.sock$/, 'Redis'],
  [/[\\/]datadog[\\/]/, 'the Datadog agent'],
]
