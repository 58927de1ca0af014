import { runBatches } from '../batches.ts'
import { added, microseconds, times } from '../figures.ts'
import type { Measure, MeasureInput, Row } from '../measure.ts'
import type { OperationName, Target } from '../programs/operations.ts'
import type { BatchTime } from '../programs/run-operations.ts'
import type { Servers } from '../servers.ts'
import { differenceOfPairs, median, ratioOfPairs } from '../statistics.ts'
import { peers, type Variant } from '../variants.ts'

/** One kind of operation, allowed or blocked, and the figures to reach in microseconds. */
interface OperationCase {
  readonly operation: OperationName
  readonly peers: readonly Variant[]
  readonly count: number
  readonly port: (servers: Servers) => number
  readonly host?: (variant: Variant) => string
  readonly allowed?: { readonly ratio?: number; readonly added: number }
  readonly blocked?: { readonly total: number }
}

const tcpPeers: readonly Variant[] = ['msw', 'nock']
// A name that bare would ask the internet for: bare looks up this machine's instead.
const lookupHost = (variant: Variant): string => (variant === 'agentguard' ? 'api.example.com' : 'localhost')
const closed = ({ closed: port }: Servers): number => port

const cases: readonly OperationCase[] = [
  { operation: 'fetch', peers, count: 150, port: (to) => to.http, allowed: { ratio: 1.02, added: 3 } },
  { operation: 'http.get', peers, count: 300, port: (to) => to.http, allowed: { ratio: 1.02, added: 3 } },
  { operation: 'net.connect', peers: tcpPeers, count: 300, port: (to) => to.tcp, allowed: { ratio: 1.02, added: 2 } },
  { operation: 'dns.lookup', peers: [], count: 1000, port: () => 0, host: () => 'localhost', allowed: { added: 0.3 } },
  { operation: 'udp send', peers: [], count: 2000, port: (to) => to.udp, allowed: { added: 0.3 } },
  { operation: 'fetch', peers, count: 100, port: closed, blocked: { total: 150 } },
  { operation: 'http.get', peers: tcpPeers, count: 200, port: closed, blocked: { total: 150 } },
  { operation: 'net.connect', peers: [], count: 300, port: closed, blocked: { total: 50 } },
  { operation: 'dns.lookup', peers: [], count: 1000, port: () => 0, host: lookupHost, blocked: { total: 15 } },
  { operation: 'udp send', peers: [], count: 1500, port: closed, blocked: { total: 15 } },
]

/** The cost of one operation: beside bare where it is allowed, and in all where it is blocked. */
export const operationMeasures: readonly Measure[] = cases.map((one) => ({
  name: `${one.operation} ${one.allowed ? 'allowed' : 'blocked'}`,
  run: async (input) => [await measureOperation(one, input)],
}))

async function measureOperation(one: OperationCase, { servers, pairs, quick }: MeasureInput): Promise<Row> {
  const port = one.port(servers)
  const target = (variant: Variant): Target => ({ host: one.host?.(variant) ?? '127.0.0.1', port })
  const measured = await runBatches({
    operation: one.operation,
    target,
    // A rule has to name a port; a look-up has none, and is allowed for its name.
    allow: one.allowed ? `127.0.0.1:${port || 1}` : undefined,
    variants: ['bare', 'control', 'agentguard', ...one.peers],
    count: one.count,
    // A batch is short: a few fit where a suite runs once.
    pairs: pairs * (quick ? 2 : 4),
    rounds: quick ? 1 : 3,
  })
  const cpuOf = (variant: Variant): readonly number[] => (measured.get(variant) ?? []).map(({ cpu }: BatchTime) => cpu)
  const bare = cpuOf('bare')
  const own = cpuOf('agentguard')
  const ratio = ratioOfPairs(own, bare)
  const difference = differenceOfPairs(own, bare)
  const total = median(own)
  return {
    measure: `${one.operation}, ${one.allowed ? 'allowed' : 'blocked with evidence'}`,
    bare: `${microseconds(median(bare))}${one.blocked && one.operation !== 'dns.lookup' ? ' (refused)' : ''}`,
    figures: {
      control: times(ratioOfPairs(cpuOf('control'), bare)),
      agentguard: one.allowed ? `${times(ratio)}, ${added(difference, 'µs')}` : microseconds(total),
      ...Object.fromEntries(
        one.peers.map((peer) => {
          if (cpuOf(peer).length === 0) return [peer, 'hangs']
          return [peer, one.allowed ? times(ratioOfPairs(cpuOf(peer), bare)) : microseconds(median(cpuOf(peer)))]
        }),
      ),
    },
    reach: reachText(one),
    met: one.allowed
      ? ratio <= (one.allowed.ratio ?? Infinity) && difference <= one.allowed.added
      : total <= (one.blocked?.total ?? 0),
    raw: { ratio, difference, total, times: Object.fromEntries(measured) },
  }
}

function reachText({ allowed, blocked }: OperationCase): string {
  if (!allowed) return `≤ ${blocked?.total} µs`
  return allowed.ratio === undefined ? `≤ ${allowed.added} µs` : `≤ ${allowed.ratio}, ≤ ${allowed.added} µs`
}
