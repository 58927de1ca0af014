import type { Mode, RuleInput } from '@agentguard/core'
import type { EgressMeta } from './egress-meta.ts'
import type { ReportWishes } from './report-wishes.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** What a test or a file attempted and was not allowed. */
    agentguard?: EgressMeta
    /** For a file: the mode in which it was guarded. */
    agentguardMode?: Mode
    /** For a file: how many timers its tests have left. */
    agentguardTimersLeft?: number
  }

  interface ProvidedContext {
    /** The options of the plugin or, with only the setup file, `test.provide.agentguard` in the Vitest config. */
    agentguard: unknown
    /** The directory in which a file leaves the attempts of its tests after its end. */
    agentguardLate: string | undefined
    /** The reporter's wishes, which it provides itself. */
    agentguardReport: ReportWishes | undefined
  }
}

/** A matcher of Vitest whose type shows what was passed to `expect`: its first form takes a part of that. */
interface TellsGiven<Part> {
  matchSnapshot: { (part: Part, hint?: string): unknown; (hint?: string): unknown }
}

/** Rejects a promise, since its work has already begun. The name of the missing member is the compiler's message. */
type ForFunction<Assertion> =
  Assertion extends TellsGiven<infer Part>
    ? string extends keyof Part
      ? unknown
      : 'then' extends keyof Part
        ? { passAFunctionToExpect: never }
        : unknown
    : unknown

declare global {
  // Vitest's own `Matchers` has other type parameters in 4.1 than in 5, so that no single augmentation fits both.
  namespace Chai {
    interface Assertion {
      /**
       * Passes if the function attempts to reach anything outside `allow`. Usually negated: `await
       * expect(fn).not.toEgress()`. Await it, unless the function is synchronous.
       */
      toEgress<Self>(this: Self & ForFunction<Self>, allow?: RuleInput | readonly RuleInput[]): Promise<void>
      /** Passes if the function attempts to reach what `rule` names, allowed or blocked. Await it, unless the function is synchronous. */
      toEgressTo<Self>(this: Self & ForFunction<Self>, rule: RuleInput): Promise<void>
    }
  }
}
