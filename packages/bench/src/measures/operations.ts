import { runBatches } from '../batches.ts'
import { addedMicroseconds, microseconds, times, timesOfPairs } from '../figures.ts'
import type { Measure, MeasureInput, Row } from '../measure.ts'
import type { OperationName, Target } from '../programs/operations.ts'
import type { BatchTime } from '../programs/run-operations.ts'
import type { Servers } from '../servers.ts'
import { differenceOfPairs, median, ratioOfPairs } from '../statistics.ts'
import { peers, type Variant } from '../variants.ts'

/** One kind of operation, allowed or blocked, and the figures to reach in microseconds, where there are any. */
interface OperationCase {
  readonly operation: OperationName
  readonly peers: readonly Variant[]
  readonly count: number
  readonly port?: (servers: Servers) => number
  readonly host?: (variant: Variant) => string
  /** Which rules let it through; a program and a thread need none. */
  readonly rules?: (servers: Servers) => readonly string[]
  readonly allowed?: { readonly ratio?: number; readonly added?: number }
  readonly blocked?: { readonly total?: number; /** What bare does instead. */ readonly bare: string }
}

const tcpPeers: readonly Variant[] = ['msw', 'nock']
const none: readonly Variant[] = []
// A name that bare would ask the internet for: bare looks up this machine's instead.
const lookupHost = (variant: Variant): string => (variant === 'agentguard' ? 'api.example.com' : 'localhost')
const closed = ({ closed: port }: Servers): number => port
const at =
  (port: (servers: Servers) => number) =>
  (servers: Servers): readonly string[] => [`127.0.0.1:${port(servers)}`]

function allowed(
  operation: OperationName,
  count: number,
  port: (servers: Servers) => number,
  peers: readonly Variant[],
  reach: NonNullable<OperationCase['allowed']> = {},
): OperationCase {
  return { operation, count, port, peers, rules: at(port), allowed: reach }
}

function blocked(
  operation: OperationName,
  count: number,
  peers: readonly Variant[],
  total?: number,
  bare = 'refused',
): OperationCase {
  return { operation, count, port: closed, peers, blocked: { bare, ...(total === undefined ? {} : { total }) } }
}

// The peers are asked where they have a hand in it and let it through or refuse it: of HTTP/2 they let nothing through.
const cases: readonly OperationCase[] = [
  allowed('fetch', 500, (to) => to.http, peers, { ratio: 1.02, added: 3 }),
  allowed('undici.request', 1000, (to) => to.http, peers),
  allowed('http.get', 1000, (to) => to.http, peers, { ratio: 1.02, added: 3 }),
  // With a rule that has to read the path.
  {
    ...allowed('http.get of a path of 10 MB', 2, (to) => to.large, none, { ratio: 1.02 }),
    rules: ({ large }) => [`GET http://127.0.0.1:${large}/*`],
  },
  allowed('https.get', 200, (to) => to.https, tcpPeers),
  allowed('http2 stream', 1000, (to) => to.http2, none),
  allowed('net.connect', 1000, (to) => to.tcp, tcpPeers, { ratio: 1.02, added: 2 }),
  allowed('tls.connect', 60, (to) => to.tls, tcpPeers),
  { ...allowed('unix connect', 1000, () => 0, tcpPeers), rules: ({ unix }) => [`unix:${unix}`] },
  allowed('socket write', 20_000, (to) => to.sink, none, { ratio: 1.02 }),
  allowed('udp send', 10_000, (to) => to.udp, none, { added: 0.3 }),
  // A rule has to name a port. A DNS lookup has none and is allowed by its name.
  {
    ...allowed('dns.lookup', 3000, () => 0, none, { added: 0.3 }),
    host: () => 'localhost',
    rules: () => ['localhost'],
  },
  // The server, and the name that it is asked for.
  {
    ...allowed('dns.resolve4', 1000, (to) => to.dns, none),
    rules: ({ dns }) => [`127.0.0.1:${dns}`, 'weather.example'],
  },
  allowed('a local program', 20, () => 1, none),
  allowed('a worker', 8, () => 1, none),
  allowed('a worker of a captured class', 8, () => 1, none),
  blocked('fetch', 100, peers, 150),
  blocked('undici.request', 100, peers),
  blocked('http.get', 200, tcpPeers, 150),
  blocked('https.get', 200, tcpPeers),
  blocked('http2.connect', 100, none),
  blocked('net.connect', 300, none, 50),
  blocked('tls.connect', 100, none),
  blocked('unix connect', 300, none),
  blocked('udp send', 1500, none, 15),
  { ...blocked('dns.lookup', 1000, none, 15, 'of localhost'), host: lookupHost },
  blocked('dns.resolve4', 100, none),
  blocked('another program', 30, none, undefined, 'runs'),
]

/** The cost of one operation: beside bare where it is allowed, and in all where it is blocked. */
export const operationMeasures: readonly Measure[] = cases.map((one) => ({
  name: `${one.operation} ${one.allowed ? 'allowed' : 'blocked'}`,
  run: async (input) => [await measureOperation(one, input)],
}))

async function measureOperation(one: OperationCase, input: MeasureInput): Promise<Row> {
  const measured = await measureVariants(one, input)
  const cpuOf = (variant: Variant): readonly number[] => (measured.get(variant) ?? []).map(({ cpu }: BatchTime) => cpu)
  const ratioOf = (variant: Variant): number => ratioOfPairs(cpuOf(variant), cpuOf('bare'))
  const ran = (['control', 'agentguard', ...one.peers] as const).filter((variant) => cpuOf(variant).length > 0)
  const ratio = ratioOf('agentguard')
  const difference = differenceOfPairs(cpuOf('agentguard'), cpuOf('bare'))
  const total = median(cpuOf('agentguard'))
  const show = (variant: Variant): string =>
    one.allowed ? times(ratioOf(variant)) : microseconds(median(cpuOf(variant)))
  return {
    measure: `${one.operation}, ${one.allowed ? 'allowed' : 'blocked with evidence'}`,
    bare: `${microseconds(median(cpuOf('bare')))}${one.blocked ? ` (${one.blocked.bare})` : ''}`,
    figures: {
      control: timesOfPairs(cpuOf('control'), cpuOf('bare')),
      agentguard: one.allowed
        ? `${timesOfPairs(cpuOf('agentguard'), cpuOf('bare'))}, ${addedMicroseconds(difference)}`
        : microseconds(total),
      ...Object.fromEntries(one.peers.map((peer) => [peer, ran.includes(peer) ? show(peer) : 'hangs'])),
    },
    // Refusing what bare does in full cannot be compared.
    ...(one.blocked?.bare !== 'runs' && {
      picture: {
        panel: one.allowed ? 'an operation that is allowed' : 'an operation that is blocked',
        label: one.operation,
        ratios: Object.fromEntries(ran.map((variant) => [variant, ratioOf(variant)])),
      },
    }),
    ...reachOf(one, { ratio, difference, total }),
    raw: { ratio, difference, total, times: Object.fromEntries(measured) },
  }
}

function measureVariants(one: OperationCase, { servers, pairs, quick }: MeasureInput): ReturnType<typeof runBatches> {
  const port = one.port?.(servers) ?? 0
  // No server listens beside the servers' socket.
  const path = one.allowed ? servers.unix : `${servers.unix}.gone`
  return runBatches({
    operation: one.operation,
    target: (variant): Target => ({ host: one.host?.(variant) ?? '127.0.0.1', port, path }),
    allow: one.allowed ? (one.rules?.(servers) ?? []) : [],
    variants: ['bare', 'control', 'agentguard', ...one.peers],
    count: one.count,
    // A batch is short: a few fit where a suite runs once.
    pairs: pairs * (quick ? 2 : 4),
    rounds: quick ? 1 : 3,
  })
}

function reachOf(
  { allowed, blocked }: OperationCase,
  { ratio, difference, total }: { ratio: number; difference: number; total: number },
): Pick<Row, 'reach' | 'met'> {
  if (blocked) {
    return blocked.total === undefined
      ? { reach: '–' }
      : { reach: `≤ ${blocked.total} µs`, met: total <= blocked.total }
  }
  const reach = [
    ...(allowed?.ratio === undefined ? [] : [`≤ ${allowed.ratio}`]),
    ...(allowed?.added === undefined ? [] : [`≤ ${allowed.added} µs`]),
  ].join(', ')
  if (reach === '') return { reach: '–' }
  return { reach, met: ratio <= (allowed?.ratio ?? Infinity) && difference <= (allowed?.added ?? Infinity) }
}
