import type { Capabilities } from '../capabilities/channel.ts'
import type { Children } from '../capabilities/children.ts'
import type { Notes } from '../capabilities/notes.ts'
import type { Ownership } from '../capabilities/ownership.ts'
import { createHandOver } from '../capabilities/hand-over.ts'
import { createUnanswered } from '../capabilities/unanswered.ts'
import { createChildren } from '../children/create-children.ts'
import type { Engine } from '../engine/engine.ts'
import { withOriginals } from '../node/originals.ts'
import { createNotes } from '../judging/create-notes.ts'
import { createOwnership } from '../judging/create-ownership.ts'
import { decideAttempt } from '../judging/decide-attempt.ts'
import { owned } from '../judging/owned-operation.ts'
import { noteNativeCode } from '../native/note-native-code.ts'

/** Creates the capabilities of channels. They know scopes, policies and ledgers, so that channels need not. */
export function createCapabilities(engine: Engine): Capabilities {
  const { carriers, connections, listeners } = engine
  const ownership = ownershipOf(engine)
  return {
    ownership,
    decide: (attempt, operation) =>
      engine.restore ? withOriginals(() => decideAttempt(engine, attempt, owned(operation))) : undefined,
    carriers,
    connections,
    handOver: createHandOver(),
    children: childrenOf(engine),
    notes: notesOf(engine),
    listeners,
    nativeNotes: noteNativeCode(engine),
    unanswered: createUnanswered(ownership),
    hasSocketMock: () => engine.hasSocketMock(),
  }
}

// Channels run between programs and Node, where a program's changes to shared objects must apply. What they call here
// is the guard's own code.

function ownershipOf(engine: Engine): Ownership {
  const ownership = createOwnership(engine)
  return { ...ownership, begin: (...args) => withOriginals(() => ownership.begin(...args)) }
}

function childrenOf(engine: Engine): Children {
  const { equip, isolate, refuse, ...rest } = createChildren(engine)
  return {
    ...rest,
    equip: (...args) => withOriginals(() => equip(...args)),
    isolate: (...args) => withOriginals(() => isolate(...args)),
    refuse: (...args) => withOriginals(() => refuse(...args)),
  }
}

function notesOf(engine: Engine): Notes {
  const { answered, redirected } = createNotes(engine)
  return {
    answered: (...args) => withOriginals(() => answered(...args)),
    redirected: (...args) => withOriginals(() => redirected(...args)),
  }
}
