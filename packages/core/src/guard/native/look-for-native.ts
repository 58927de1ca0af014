import type { Trace } from '../../evidence/record/trace.ts'
import { recordedOf } from '../../policy/precedence/verdict.ts'
import type { Scope } from '../scope/scope.ts'
import type { SeenConnection } from '../witness/witness.ts'
import { charge } from '../judging/charge.ts'
import { judge } from '../judging/judge.ts'
import type { Engine } from '../engine/engine.ts'
import { lookForLoaded } from './look-for-loaded.ts'
import type { LoadedAddon } from '../witness/native-code.ts'

/**
 * Records what native code has connected to since the scope began, unless its policy allows that.
 *
 * This is after the fact, since nothing in JavaScript can stop native code. Of tests that run at once, the first to end
 * gets the attempt. It costs nothing until an addon is loaded, then 0.1 ms, and 10 ms more where an unexplained socket
 * appeared.
 */
export function lookForNative(engine: Engine, scope: Scope): void {
  const { mode, native } = scope.policy
  if (mode === 'off' || native === 'allow') return
  lookForLoaded(engine, scope)
  for (const seen of engine.native.witness.look(scope)) {
    if (!isOrdinaryLookup(engine, scope, seen)) judgeSeen(engine, scope, seen)
  }
}

/**
 * Whether it may be a pending DNS lookup of JavaScript, where resolvers may have servers on any port. Or, where the
 * policy allows some name, a DNS lookup by native code, whose name cannot be seen here.
 */
function isOrdinaryLookup({ native }: Engine, { policy }: Scope, { protocol, remote }: SeenConnection): boolean {
  if (protocol === 'tcp' && remote.port !== 53) return false
  if (native.lookups > 0 || process.getActiveResourcesInfo().some((kind) => lookupKinds.test(kind))) return true
  return policy.allow.length > 0 && remote.port === 53 && native.nameServers().has(remote.address)
}

const lookupKinds = /^Get(?:Addr|Name)InfoReqWrap$/

function judgeSeen(engine: Engine, scope: Scope, { protocol, remote, own }: SeenConnection): void {
  const { address, port } = remote
  const { listeners } = engine
  const addons = suspects(engine.native.addons, scope)
  const { attempt, verdict, isRecorded } = judge(engine, scope, {
    channel: 'native',
    host: address,
    port,
    address,
    own: own || (protocol === 'udp' ? listeners.ownsUdp(address, port) : listeners.ownsTcp(address, port)),
    addons: addons.map(({ path }) => path),
    raw: `${address}:${port}`,
  })
  if (!isRecorded) return
  charge(engine, scope, {
    ...recordedOf(verdict),
    attempt,
    phase: scope.endedAt === undefined ? 'run' : 'late',
    trace: traceOf(addons),
  })
}

/** The addons that the scope, or an enclosing one, loaded. If it loaded none, all of them. */
function suspects(addons: readonly LoadedAddon[], scope: Scope): readonly LoadedAddon[] {
  const around: (Scope | undefined)[] = []
  for (let at: Scope | undefined = scope; at; at = at.parent) around.push(at)
  const own = addons.filter((addon) => addon.scope !== undefined && around.includes(addon.scope))
  return own.length > 0 ? own : addons
}

/** The stack that loaded the only suspect, or at least its path. Undefined where there are several. */
function traceOf(addons: readonly LoadedAddon[]): Trace | undefined {
  const [addon, another] = addons
  if (!addon || another) return undefined
  return addon.trace ?? { stack: `Error\n    at ${addon.path}:0:0` }
}
