import type { HiddenProperty } from '../node/hidden-property.ts'
import type { Operation } from './operation.ts'

/** Socket or request to the operation that it carries on, into turns and contexts of somebody else. */
export type Carriers = HiddenProperty<Operation>
