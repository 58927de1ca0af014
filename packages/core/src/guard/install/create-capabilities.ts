import type { Capabilities } from '../capabilities/channel.ts'
import { createHandOver } from '../capabilities/hand-over.ts'
import { createChildren } from '../children/create-children.ts'
import type { Engine } from '../engine/engine.ts'
import { createNotes } from '../judging/create-notes.ts'
import { createOwnership } from '../judging/create-ownership.ts'
import { decideAttempt } from '../judging/decide-attempt.ts'
import { owned } from '../judging/owned-operation.ts'
import { noteNativeCode } from '../native/note-native-code.ts'

/** Creates what channels ask for: it knows scopes, policies and ledgers, so that they need not. */
export function createCapabilities(engine: Engine): Capabilities {
  const { carriers, connections, listeners } = engine
  return {
    ownership: createOwnership(engine),
    decide: (attempt, operation) => (engine.restore ? decideAttempt(engine, attempt, owned(operation)) : undefined),
    carriers,
    connections,
    handOver: createHandOver(),
    children: createChildren(engine),
    notes: createNotes(engine),
    listeners,
    nativeNotes: noteNativeCode(engine),
    hasSocketMock: () => engine.hasSocketMock(),
  }
}
