import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { Notes } from '../../capabilities/notes.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { LookupRequest } from '../../patch/native-handles.ts'
import { apply } from '../../node/originals.ts'

/** A rule for a name covers the addresses that its look-up gives. */
export function learnFrom(request: LookupRequest, notes: Notes, operation: Operation, host: string): void {
  const complete = request.oncomplete
  request.oncomplete = function (this: LookupRequest, error, ...rest) {
    const [addresses] = rest
    if (!error && Array.isArray(addresses)) notes.answered(operation, host, addresses.map(String).map(canonicalHost))
    return apply(complete, this, [error, ...rest])
  }
}
