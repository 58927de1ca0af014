import { builtins } from '../node/builtins.ts'
import { isLoaded } from './when-loaded.ts'

type OriginalDns = Pick<typeof builtins.dns, 'lookup' | 'lookupService' | 'Resolver'>

const early = isLoaded('dns') ? readDns() : undefined

/** Functions of `dns` as Node made them. Code may replace them, even before the guard is installed. */
export function originalDns(): OriginalDns {
  return early ?? readDns()
}

function readDns(): OriginalDns {
  const { lookup, lookupService, Resolver } = builtins.dns
  return { lookup, lookupService, Resolver }
}
