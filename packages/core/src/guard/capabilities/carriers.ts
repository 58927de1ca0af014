import type { HiddenProperty } from '../../objects/hidden-property.ts'
import type { Operation } from './operation.ts'

/** Maps a socket or request to the operation that it continues in later turns and other contexts. */
export type Carriers = HiddenProperty<Operation>
