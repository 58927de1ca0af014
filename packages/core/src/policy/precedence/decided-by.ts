import type { EgressOptions } from '../options/egress-options.ts'
import type { BlockReason } from './block-reason.ts'

/** What decided on an attempt, for code to compare. `ruleText` converts it to the text that people read. */
export type DecidedBy =
  /** A rule of `allow`, `deny` or `mute`, by its text. */
  | { readonly kind: 'rule'; readonly text: string }
  /** The destination is a listener of this process, its workers or its guarded children. */
  | { readonly kind: 'own' }
  /** A program that runs in its own network namespace. */
  | { readonly kind: 'isolated' }
  | DecidingOption
  /** The kernel dropped this many packets in a program's network namespace, which has no way out. */
  | { readonly kind: 'kernel'; readonly packets: number }
  /** Why something cannot be guarded. */
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

/** The `rule` in evidence. This text is made only here. */
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

/**
 * Parses the text of `ruleText`, where a file has only the text. A rule cannot look like an option, since it has no
 * colon followed by a space.
 */
export function readRuleText(text: string, reason?: BlockReason): DecidedBy {
  if (reason === 'cannot-guard') return { kind: 'problem', text }
  if (reason === 'program-tried') return { kind: 'kernel', packets: Number(/\d+/.exec(text)?.[0] ?? 0) }
  if (text === OWN) return { kind: 'own' }
  if (text === ISOLATED) return { kind: 'isolated' }
  return optionOf(text) ?? { kind: 'rule', text }
}

const OWN = 'loopback: own'
const ISOLATED = 'subprocess: isolate'

/** Every value of an option that decides alone. */
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
