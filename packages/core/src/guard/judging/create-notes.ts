import type { Notes } from '../capabilities/notes.ts'
import type { Engine } from '../engine/engine.ts'
import { noteRedirect } from '../scope/redirects.ts'
import { owned } from './owned-operation.ts'

/** Stores what responses say in the scope that made the request. */
export function createNotes({ answers }: Engine): Notes {
  return {
    answered: (operation, host, addresses) => answers.learn(owned(operation).owner.scope, host, addresses),
    redirected: (operation, from, to) => noteRedirect(owned(operation).owner.scope, from, to),
  }
}
