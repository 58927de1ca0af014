import { createEntryReader, type EntryReader } from '../evidence/entry-evidence.ts'
import { isOwnFile } from './own-files.ts'

/** Reads the evidence of a ledger entry. */
export const readEntry: EntryReader = createEntryReader(isOwnFile)
