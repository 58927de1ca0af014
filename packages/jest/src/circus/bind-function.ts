import { bindAwaited } from './bind-awaited.ts'
import type { CircusFunction } from './circus.ts'
import type { Enter } from './enter.ts'

/**
 * The same test or hook function, run inside a scope.
 *
 * Circus reads two properties of a function: its length, to decide whether it takes `done`, and whether it is a
 * generator.
 */
export function bindFunction(fn: CircusFunction, enter: Enter): CircusFunction {
  const bound = isGeneratorFunction(fn)
    ? driveInside(fn, enter)
    : function (this: unknown, ...args: never[]): unknown {
        const returned = enter(() => fn.apply(this, args))
        // A function with `done` that returns a value fails with an error that prints the value.
        return fn.length > 0 ? returned : bindAwaited(returned, enter)
      }
  // V8 keeps a function with a changed property in a slower form.
  return bound.length === fn.length ? bound : Object.defineProperty(bound, 'length', { value: fn.length })
}

type GeneratorFunction = (this: unknown, ...args: never[]) => Generator<unknown, unknown, unknown>

// As in circus: a generator function of the sandbox is not an instance of the class out here.
function isGeneratorFunction(fn: CircusFunction): fn is GeneratorFunction {
  return Object.prototype.toString.call(fn) === '[object GeneratorFunction]'
}

/** Circus drives the outer generator outside of every scope, so each step enters the scope again. */
function driveInside(fn: GeneratorFunction, enter: Enter): GeneratorFunction {
  return function* (this: unknown, ...args: never[]) {
    const steps = enter(() => fn.apply(this, args))
    let step = enter(() => steps.next())
    while (step.done !== true) {
      const resume = yield* answerTo(bindAwaited(step.value, enter))
      step = enter(() => resume(steps))
    }
    return bindAwaited(step.value, enter)
  }
}

type Resume = (steps: Generator<unknown, unknown, unknown>) => IteratorResult<unknown, unknown>

function* answerTo(asked: unknown): Generator<unknown, Resume, unknown> {
  try {
    const answer = yield asked
    return (steps) => steps.next(answer)
  } catch (error) {
    return (steps) => steps.throw(error)
  }
}
