import type { EgressOptions } from '../options/egress-options.ts'
import type { BlockReason } from './block-reason.ts'

/** What decided on an attempt, for code to compare. People read `ruleText` of it. */
export type DecidedBy =
  /** A rule of `allow`, `deny` or `mute`, by its text. */
  | { readonly kind: 'rule'; readonly text: string }
  /** The destination is a listener of this process, its workers or its guarded children. */
  | { readonly kind: 'own' }
  /** A program that runs in a network namespace of its own. */
  | { readonly kind: 'isolated' }
  | DecidingOption
  /** The kernel of a program's network namespace, which had no way out for so many packets. */
  | { readonly kind: 'kernel'; readonly packets: number }
  /** Something cannot be guarded, and this is why. */
  | { readonly kind: 'problem'; readonly text: string }

type Deciding = 'mode' | 'loopback' | 'subprocess' | 'native'

/** The value of an option. */
export type DecidingOption = {
  readonly [Option in Deciding]: {
    readonly kind: 'option'
    readonly option: Option
    readonly value: NonNullable<EgressOptions[Option]>
  }
}[Deciding]

/** What evidence shows as `rule`: the only place that makes this text. */
export function ruleText(by: DecidedBy): string {
  switch (by.kind) {
    case 'rule':
    case 'problem':
      return by.text
    case 'own':
      return OWN
    case 'isolated':
      return ISOLATED
    case 'option':
      return `${by.option}: ${by.value}`
    case 'kernel':
      return `the kernel found no way out for ${by.packets} of its packets`
  }
}

/** Reads what `ruleText` made, where a file has only the text: no rule looks like an option, since none holds a space and a colon. */
export function readRuleText(text: string, reason?: BlockReason): DecidedBy {
  if (reason === 'cannot-guard') return { kind: 'problem', text }
  if (reason === 'program-tried') return { kind: 'kernel', packets: Number(/\d+/.exec(text)?.[0] ?? 0) }
  if (text === OWN) return { kind: 'own' }
  if (text === ISOLATED) return { kind: 'isolated' }
  return optionOf(text) ?? { kind: 'rule', text }
}

const OWN = 'loopback: own'
const ISOLATED = 'subprocess: isolate'

/** Every option value that decides on its own. */
const options: readonly DecidingOption[] = [
  { kind: 'option', option: 'mode', value: 'off' },
  { kind: 'option', option: 'loopback', value: 'any' },
  { kind: 'option', option: 'subprocess', value: 'allow' },
  { kind: 'option', option: 'subprocess', value: 'guard' },
  { kind: 'option', option: 'native', value: 'allow' },
  { kind: 'option', option: 'native', value: 'witness' },
]

function optionOf(text: string): DecidingOption | undefined {
  return options.find((option) => ruleText(option) === text)
}
