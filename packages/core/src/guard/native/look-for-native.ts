import type { Trace } from '../../evidence/record/trace.ts'
import { recordedOf } from '../../policy/precedence/verdict.ts'
import type { Scope } from '../scope/scope.ts'
import type { SeenConnection } from '../witness/witness.ts'
import { charge } from '../judging/charge.ts'
import { judge } from '../judging/judgement.ts'
import type { Engine } from '../engine/engine.ts'
import { lookForLoaded } from './look-for-loaded.ts'
import type { LoadedAddon } from '../witness/native-code.ts'

/**
 * Charges a scope with what native code has connected to since the scope began, as far as its policy would not allow it.
 *
 * That is after the fact: nothing in JavaScript can stop it. Of tests that run at once, the first to end is charged. Free
 * until an addon is loaded; then 0.1 ms, and 10 ms more where a socket appeared that nothing explains.
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
 * What may be a look-up that JavaScript asked for and is still under way; resolvers may have servers on any port. And
 * where some name may be looked up, a look-up by native code: which name it is for stays between it and the name server.
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

/** Those that the scope, or one around it, loaded; where it loaded none, all. */
function suspects(addons: readonly LoadedAddon[], scope: Scope): readonly LoadedAddon[] {
  const around: (Scope | undefined)[] = []
  for (let at: Scope | undefined = scope; at; at = at.parent) around.push(at)
  const own = addons.filter((addon) => addon.scope !== undefined && around.includes(addon.scope))
  return own.length > 0 ? own : addons
}

/** Where there is one suspect only: who loaded it, or at least what it is. */
function traceOf(addons: readonly LoadedAddon[]): Trace | undefined {
  const [addon, another] = addons
  if (!addon || another) return undefined
  return addon.trace ?? { stack: `Error\n    at ${addon.path}:0:0` }
}
