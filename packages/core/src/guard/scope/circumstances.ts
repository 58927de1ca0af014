import type { Trace } from '../../evidence/record/trace.ts'
import { packageOf } from '../../evidence/stack/package-path.ts'
import { parseStack } from '../../evidence/stack/stack.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'
import { type Circumstances, readTerms, warnedDays } from '../../policy/rules/terms.ts'
import { epoch } from '../node/real-time.ts'

/** What the terms of rules are checked against. The stack is captured and read only for the first rule that names a package. */
export function circumstancesOf(callerTrace: () => Trace | undefined): Circumstances {
  let packages: readonly string[] | undefined
  return { packages: () => (packages ??= packagesOn(callerTrace())), today }
}

/** The packages of a call that is part of another call: those of both. */
export function joinPackages(own: Circumstances, whole: Circumstances | undefined): Circumstances {
  return whole === undefined ? own : { ...own, packages: () => [...own.packages(), ...whole.packages()] }
}

/** Today's date in UTC by the real clock, which fake timers do not move. */
export function today(): string {
  return new RealDate(epoch()).toISOString().slice(0, 10)
}

const RealDate = Date

/** All packages on a stack, the caller's first. */
function packagesOn(trace: Trace | undefined): readonly string[] {
  if (trace === undefined) return []
  return [...new Set(parseStack(trace.stack).flatMap(({ file }) => packageOf(file)?.name ?? []))]
}

/** Whether the deciding rule expires within 14 days. Its use is recorded, so that the summary can warn. */
export function expiresSoon(by: DecidedBy | undefined): boolean {
  if (by?.kind !== 'rule' || !by.text.endsWith(')')) return false
  const { until } = readTerms(by.text).terms
  return until !== undefined && RealDate.parse(until) - epoch() <= warnedDays * 86_400_000
}
