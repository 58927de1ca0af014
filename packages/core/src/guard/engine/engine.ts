import { AsyncLocalStorage } from 'node:async_hooks'
import { createHiddenProperty } from '../../objects/hidden-property.ts'
import type { Restore } from '../patch/replace-property.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { createCurrentScope, type CurrentScope } from '../scope/current-scope.ts'
import { createDnsAnswers, type DnsAnswers } from '../scope/dns-answers.ts'
import { createOwnListeners, type OwnListeners } from '../scope/own-listeners.ts'
import type { WorkInFlight } from './work-in-flight.ts'
import { refuseUnsupportedNode } from './supported-node.ts'
import { createScope, type Frame, type Scope } from '../scope/scope.ts'
import type { Gateway } from './gateway.ts'
import type { Spool } from '../spool/spool.ts'
import type { Carriers } from '../capabilities/carriers.ts'
import type { Connections } from '../capabilities/connections.ts'
import { createNativeCode, type NativeCode } from '../witness/native-code.ts'

/** All state of the guard in this process and thread. Every copy of this package and every realm share the same one. */
export interface Engine {
  readonly version: number
  /** The scope of code that no other scope started. It allows everything until `installGuard` sets a policy. */
  readonly root: Scope
  readonly current: CurrentScope
  readonly answers: DnsAnswers
  readonly listeners: OwnListeners
  readonly connections: Connections
  readonly carriers: Carriers
  readonly native: NativeCode
  /** Violations of closed test files, which the next file of this process reports. */
  readonly stale: Error[]
  /** How many timers were left before the running file, so that it does not wait for them. */
  readonly leaks: { timers: number }
  /** Created when the first test file is opened. */
  inFlight: WorkInFlight | undefined
  /** The gateway for programs, created when the first program starts that needs it. */
  gateway: Gateway | undefined
  /** Created when the first child or worker of a guarded scope starts. */
  spool: Spool | undefined
  /** Where the spool is created, if another process outlives this one and reads it. Otherwise in the system's temporary folder. */
  spoolIn: string | undefined
  /** In a child or worker: the frame of code that no test file opened, in the scope that it joined. */
  joined: Frame | undefined
  /** In a child or worker: the stack of the code that started it. */
  starter: string
  /** In a child or worker: reports what is not reported yet to the process that started it. */
  tellAll: (() => void) | undefined
  /** Whether other code replaced how sockets connect, below our functions or on top of them. */
  hasSocketMock: () => boolean
  /** Undo of the installed channels. Absent while none are installed. */
  restore: Restore | undefined
  /** Those that requested the channels. When the last one leaves, the channels are removed. */
  readonly holders: Set<object>
}

/** Increases when the shape above changes so that an older copy cannot use it. */
const version = 3

const key = Symbol.for('agentguard.engine')

/**
 * The engine of this process, created at the first call.
 *
 * It is a property of a builtin's constructor. Test runners give each file its own globals and `process`, and load this
 * package again for each, but builtin modules are the same objects everywhere.
 */
export function engine(): Engine {
  const slot = AsyncLocalStorage as unknown as { [key]?: Engine }
  const found = slot[key]
  if (found === undefined) return (slot[key] = createEngine())
  if (found.version !== version) {
    throw new Error(
      `Two incompatible versions of @agentguard/core are loaded: use one version in all packages (npm ls @agentguard/core)`,
    )
  }
  return found
}

function createEngine(): Engine {
  refuseUnsupportedNode()
  const root = createScope({ name: 'process', policy: createPolicy({ mode: 'off' }, 'agentguard') })
  return {
    version,
    root,
    current: createCurrentScope({ scope: root, phase: 'run' }),
    answers: createDnsAnswers(),
    listeners: createOwnListeners(),
    connections: createHiddenProperty(),
    carriers: createHiddenProperty(),
    native: createNativeCode(),
    stale: [],
    leaks: { timers: Number.POSITIVE_INFINITY },
    inFlight: undefined,
    gateway: undefined,
    spool: undefined,
    spoolIn: undefined,
    joined: undefined,
    starter: '',
    hasSocketMock: () => false,
    tellAll: undefined,
    restore: undefined,
    holders: new Set(),
  }
}
