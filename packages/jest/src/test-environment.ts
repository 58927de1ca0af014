import { pointAtSettings } from '@agentguard/core/internal'
import { defaultEnvironment, resolveEnvironment } from './base-environment.ts'
import type {
  EnvironmentConfig,
  EnvironmentConstructor,
  EnvironmentContext,
  GuardedEnvironment,
} from './environment.ts'
import { refuseAsReporter } from './refuse-wrong-use.ts'
import { optionsPlace } from './split-options.ts'
import { withGuard } from './with-guard.ts'
import { withOptions } from './with-options.ts'

type GuardedEnvironmentConstructor = new (config: EnvironmentConfig, context: EnvironmentContext) => GuardedEnvironment

// Safe, since every environment with the guard that Jest runs has all of these members.
const guard = (base: EnvironmentConstructor): GuardedEnvironmentConstructor =>
  withGuard(base) as GuardedEnvironmentConstructor

const GuardedNode: GuardedEnvironmentConstructor = guard(defaultEnvironment())

/** Environments of another base, with the members that they have instead of those of Node's. */
const ofBase = new WeakMap<object, GuardedEnvironment>()

/** The environment of `testEnvironment: 'agentguard'`: Node's with the guard, or the one that the option `base` names. */
export class TestEnvironment extends GuardedNode {
  constructor(config: EnvironmentConfig, context: EnvironmentContext) {
    refuseAsReporter(config)
    const { base, ...options } = config.projectConfig.testEnvironmentOptions
    if (base === undefined) {
      super(config, context)
      return
    }
    const { rootDir } = config.projectConfig
    const Guarded = guard(pointAtSettings(context.testPath, optionsPlace, () => resolveEnvironment(base, rootDir)))
    // Jest constructs one class, whatever the options are. It uses the object that the constructor returns.
    const environment = new Guarded(withOptions(config, options), context)
    ofBase.set(environment, Guarded.prototype)
    // Tools such as Stryker construct a class that extends this one.
    Object.setPrototypeOf(environment, layersOver(Guarded.prototype, new.target.prototype))
    return environment
  }

  // What a class that extends this one calls with `super` belongs to the base.
  override async setup(): Promise<void> {
    await (ofBase.get(this)?.setup ?? super.setup).call(this)
  }

  override async teardown(): Promise<void> {
    await (ofBase.get(this)?.teardown ?? super.teardown).call(this)
  }

  override handleTestEvent(event: unknown, state: unknown): unknown {
    return (ofBase.get(this)?.handleTestEvent ?? super.handleTestEvent).call(this, event, state)
  }

  override getVmContext(): ReturnType<GuardedEnvironment['getVmContext']> {
    return (ofBase.get(this)?.getVmContext ?? super.getVmContext).call(this)
  }

  override exportConditions(): string[] {
    return (ofBase.get(this)?.exportConditions ?? super.exportConditions).call(this)
  }
}

/** The members of classes that extend TestEnvironment, over those of another base. */
function layersOver(base: GuardedEnvironment, top: object): object {
  if (top === TestEnvironment.prototype) return base
  const below: unknown = Object.getPrototypeOf(top)
  // A class that is constructed as one that extends TestEnvironment has it in its chain.
  return Object.create(layersOver(base, below as object), Object.getOwnPropertyDescriptors(top)) as object
}
