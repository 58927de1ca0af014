import type { PageAttempt } from '@agentguard/core/report'

/** All words of an attempt that a reader may search for, in small letters. */
export function searchText(attempt: PageAttempt, file: string): string {
  const { culprit, from, program, names = [], redirects = [], addons = [] } = attempt
  return [
    attempt.destination,
    attempt.target,
    attempt.outcome,
    attempt.channel,
    attempt.address,
    ...names,
    attempt.proxy,
    ...redirects,
    ...(program ? [program.file, ...program.args] : []),
    ...addons,
    attempt.process,
    attempt.rule,
    attempt.why,
    attempt.kind,
    file,
    attempt.test,
    attempt.phase,
    culprit && `${culprit.name}@${culprit.version ?? ''}`,
    ...(culprit?.chain ?? []),
    from && `${from.file}:${from.line} ${from.function ?? ''}`,
  ]
    .filter((part) => part !== undefined)
    .join('\n')
    .toLowerCase()
}
