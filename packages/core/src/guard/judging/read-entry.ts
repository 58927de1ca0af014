import { createEntryReader, type EntryReader } from '../../evidence/explain/entry-evidence.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { readFileSync, realpathSync } from '../node/original-fs.ts'
import { isOwnFile } from './own-files.ts'

// Created for the first entry that is read, since most processes block nothing.
const made: { reader?: EntryReader } = {}

/** Reads the evidence of a ledger entry. */
export function readEntry(entry: Entry): Evidence {
  made.reader ??= createEntryReader(isOwnFile, { readFileSync, realpathSync })
  return made.reader(entry)
}
