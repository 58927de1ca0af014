import type { Verdict } from './verdict.ts'
import { allowed } from './verdicts.ts'

// Created once and shared, so that judging allocates nothing.
/** The verdicts of options alone. */
export const byOption: ByOption = {
  modeOff: allowed({ kind: 'option', option: 'mode', value: 'off' }),
  loopbackAny: allowed({ kind: 'option', option: 'loopback', value: 'any' }),
  own: allowed({ kind: 'own' }),
  isolated: allowed({ kind: 'isolated' }),
  native: {
    allow: allowed({ kind: 'option', option: 'native', value: 'allow' }),
    witness: allowed({ kind: 'option', option: 'native', value: 'witness' }),
  },
  subprocess: {
    allow: allowed({ kind: 'option', option: 'subprocess', value: 'allow' }),
    guard: allowed({ kind: 'option', option: 'subprocess', value: 'guard' }),
  },
}

interface ByOption {
  readonly modeOff: Verdict
  readonly loopbackAny: Verdict
  readonly own: Verdict
  readonly isolated: Verdict
  readonly native: Readonly<Record<'allow' | 'witness', Verdict>>
  readonly subprocess: Readonly<Record<'allow' | 'guard', Verdict>>
}
