import { AsyncLocalStorage } from 'node:async_hooks'
import { createHiddenProperty } from '../node/hidden-property.ts'
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

/** All state of the guard in this process and thread. There is one, shared by every copy of this package and every realm. */
export interface Engine {
  readonly version: number
  /** Scope of code that no other scope started; lets everything pass until `installGuard` gives it a policy. */
  readonly root: Scope
  readonly current: CurrentScope
  readonly answers: DnsAnswers
  readonly listeners: OwnListeners
  readonly connections: Connections
  readonly carriers: Carriers
  readonly native: NativeCode
  /** Violations of test files that were closed before, for the next file of this process to tell. */
  readonly stale: Error[]
  /** How many timers are left from before the file that runs now, so that it does not wait for them. */
  readonly leaks: { timers: number }
  /** Made when the first test file is opened. */
  inFlight: WorkInFlight | undefined
  /** By which programs reach out, made when the first one starts that needs it. */
  gateway: Gateway | undefined
  /** Made when the first child or worker of a guarded scope starts. */
  spool: Spool | undefined
  /** Where that is made, when another process outlives this one and reads it; else where the system keeps temporary files. */
  spoolIn: string | undefined
  /** In a child or worker: the frame of code that no test file opened, in the scope that it joined. */
  joined: Frame | undefined
  /** In a child or worker: the stack of whoever started it. */
  starter: string
  /** In a child or worker: tells what has not been told yet to the process that started it. */
  tellAll: (() => void) | undefined
  /** Whether sockets connect by functions of somebody else, below ours or on top of them. */
  hasSocketMock: () => boolean
  /** Undo of the installed channels; absent while none is. */
  restore: Restore | undefined
  /** Who asked for the channels; the last one to leave takes them down. */
  readonly holders: Set<object>
}

/** Grows when the shape above changes in a way that an older copy cannot use. */
const version = 3

const key = Symbol.for('agentguard.engine')

/**
 * The engine of this process, made at the first call.
 *
 * It hangs on a builtin's constructor: test runners give each file globals and a `process` of its own, and load this
 * package again for each, but builtin modules are the same objects everywhere.
 */
export function engine(): Engine {
  const slot = AsyncLocalStorage as unknown as { [key]?: Engine }
  const found = slot[key]
  if (found === undefined) return (slot[key] = createEngine())
  if (found.version !== version) {
    throw new Error(
      `Two versions of @agentguard/core that cannot work together are loaded: let all packages use one (npm ls @agentguard/core)`,
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
