import type { Trace } from '../../evidence/record/trace.ts'
import { packageOf } from '../../evidence/stack/package-path.ts'
import { parseStack } from '../../evidence/stack/stack.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'
import { type Circumstances, readTerms, warnedDays } from '../../policy/rules/terms.ts'
import { epoch } from '../node/real-time.ts'

/** What rules with terms are asked by: the stack is captured, and read, for the first of them that names a package. */
export function circumstancesOf(callerTrace: () => Trace | undefined): Circumstances {
  let packages: readonly string[] | undefined
  return { packages: () => (packages ??= packagesOn(callerTrace())), today }
}

/** The packages of a call that is part of another: those of both. */
export function joinPackages(own: Circumstances, whole: Circumstances | undefined): Circumstances {
  return whole === undefined ? own : { ...own, packages: () => [...own.packages(), ...whole.packages()] }
}

/** The day in UTC by the real clock, which fake timers do not move. */
export function today(): string {
  return new RealDate(epoch()).toISOString().slice(0, 10)
}

const RealDate = Date

/** The packages on a stack, the caller's first, whichever of them made the call. */
function packagesOn(trace: Trace | undefined): readonly string[] {
  if (trace === undefined) return []
  return [...new Set(parseStack(trace.stack).flatMap(({ file }) => packageOf(file)?.name ?? []))]
}

/** Whether a rule decided that holds for at most 14 more days: its use goes on record, so that the summary can warn. */
export function expiresSoon(by: DecidedBy | undefined): boolean {
  if (by?.kind !== 'rule' || !by.text.endsWith(')')) return false
  const { until } = readTerms(by.text).terms
  return until !== undefined && RealDate.parse(until) - epoch() <= warnedDays * 86_400_000
}
