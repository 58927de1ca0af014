import { createEntryReader, type EntryReader } from '../../evidence/explain/entry-evidence.ts'
import { isOwnFile } from './own-files.ts'

/** Reads the evidence of a ledger entry. */
export const readEntry: EntryReader = createEntryReader(isOwnFile)
