export { noEgress } from './testing/calls/no-egress.ts'
export { observeEgress, type Observation } from './testing/calls/observe-egress.ts'
export { allowEgress } from './testing/calls/allow-egress.ts'
export { installGuard, type Guard } from './guard/install/install-guard.ts'
export { isEgressBlockedError, type EgressBlockedError } from './evidence/errors/egress-blocked-error.ts'
export { isEgressViolationError, type EgressViolationError } from './evidence/errors/egress-violation-error.ts'
export { formatViolation, type FormatOptions } from './evidence/explain/format-violation.ts'
export type { Attempt, ChannelName, RequestUrl } from './policy/attempt/attempt.ts'
export type { EgressOptions, Loopback, Mode } from './policy/options/egress-options.ts'
export type { UnusedRules } from './policy/options/unused-rules.ts'
export type { AgentguardConfig } from './testing/config/config.ts'
export type { EgressMatchers } from './testing/session/matcher.ts'
export type { RuleInput } from './policy/rules/rule-input.ts'
export type { Culprit, Evidence, Phase, StackFrame } from './evidence/record/evidence.ts'
export type { BlockReason } from './policy/precedence/block-reason.ts'
/** What Jest constructs where its `testEnvironment` names this package by mistake. */
// Jest takes the default export of what `testEnvironment` names.
// oxlint-disable-next-line import/no-default-export
export { notAnEnvironment as default } from './testing/calls/not-an-environment.ts'
