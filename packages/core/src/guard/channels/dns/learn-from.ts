import { canonicalHost } from '../../../policy/attempt/canonical-host.ts'
import type { Notes } from '../../capabilities/notes.ts'
import type { Operation } from '../../capabilities/operation.ts'
import type { LookupRequest } from '../../patch/native-handles.ts'
import { apply } from '../../node/originals.ts'

/** Learns the addresses of a DNS lookup, which rules for its name then cover. */
export function learnFrom(request: LookupRequest, notes: Notes, operation: Operation, host: string): void {
  const complete = request.oncomplete
  request.oncomplete = function (this: LookupRequest, error, ...rest) {
    const [addresses] = rest
    if (!error && Array.isArray(addresses)) notes.answered(operation, host, addresses.map(String).map(canonicalHost))
    return apply(complete, this, [error, ...rest])
  }
}
