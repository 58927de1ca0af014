import type { Attempt } from '../../policy/attempt/attempt.ts'
import { EgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import { redactName } from '../../evidence/redact/redact-attempt.ts'
import type { Refusal } from '../../evidence/errors/refusal.ts'
import { errnoError } from '../../evidence/errors/errno-error.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { formatHeadline } from '../../evidence/explain/format-violation.ts'
import { readEntry } from './read-entry.ts'

/** The error that the code under test gets for a blocked attempt. Its texts are made when they are read. */
export function blockedError(entry: Entry, refusal?: Refusal): EgressBlockedError {
  const { attempt } = entry
  const { port, program } = attempt
  return new EgressBlockedError(
    {
      summary: () => formatHeadline(readEntry(entry)),
      evidence: () => readEntry(entry),
    },
    errnoError(program ? 'spawn' : (SYSCALLS[attempt.channel] ?? 'connect'), () => {
      const named = redactName(attempt)
      return port === undefined ? named : `${named}:${port}`
    }),
    refusal,
  )
}

const SYSCALLS: Readonly<Partial<Record<Attempt['channel'], string>>> = { dns: 'getaddrinfo', native: 'dlopen' }
