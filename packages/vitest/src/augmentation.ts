import type { Mode, RuleInput } from '@agentguard/core'
import type { EgressMeta } from './egress-meta.ts'
import type { ReportWishes } from './report-wishes.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** What a test or a file attempted and was not allowed. */
    agentguard?: EgressMeta
    /** Of a file: the mode in which the guard has watched it. */
    agentguardMode?: Mode
    /** Of a file: how many timers its tests have left. */
    agentguardTimersLeft?: number
  }

  interface ProvidedContext {
    /** The options of the plugin; with the setup file alone, `test.provide.agentguard` in the Vitest config. */
    agentguard: unknown
    /** The Node on which the channels have proved themselves in the main process. */
    agentguardProven: string | undefined
    /** Where a file leaves what its tests attempt after its end. */
    agentguardLate: string | undefined
    /** What the reporter wants to know; it provides this itself. */
    agentguardReport: ReportWishes | undefined
  }
}

/** A matcher of Vitest that tells what `expect` was given: its first form takes a part of that. */
interface TellsGiven<Part> {
  matchSnapshot: { (part: Part, hint?: string): unknown; (hint?: string): unknown }
}

/** A promise is too late: its work has begun. The name of what is missing is what the compiler says of it. */
type ForFunction<Assertion> =
  Assertion extends TellsGiven<infer Part>
    ? string extends keyof Part
      ? unknown
      : 'then' extends keyof Part
        ? { passAFunctionToExpect: never }
        : unknown
    : unknown

declare global {
  // Vitest's own `Matchers` takes other type parameters in 4.1 than in 5, so that no one augmentation fits both.
  namespace Chai {
    interface Assertion {
      /**
       * The function reaches out of the process further than `allow`; mostly `await expect(fn).not.toEgress()`.
       * Await it, unless the function is synchronous.
       */
      toEgress<Self>(this: Self & ForFunction<Self>, allow?: RuleInput | readonly RuleInput[]): Promise<void>
      /** The function attempts what `rule` names, let through or not. Await it, unless the function is synchronous. */
      toEgressTo<Self>(this: Self & ForFunction<Self>, rule: RuleInput): Promise<void>
    }
  }
}
