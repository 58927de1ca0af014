import { pointAtSettings } from '@agentguard/core/internal'
import { defaultEnvironment, resolveEnvironment } from './base-environment.ts'
import type { EnvironmentConfig, EnvironmentContext, GuardedEnvironment } from './environment.ts'
import { refuseAsReporter } from './refuse-wrong-use.ts'
import { optionsPlace } from './split-options.ts'
import { withGuard } from './with-guard.ts'
import { withOptions } from './with-options.ts'

type GuardedEnvironmentConstructor = new (config: EnvironmentConfig, context: EnvironmentContext) => GuardedEnvironment

// Safe, since the Node environment with the guard has all of these members.
const GuardedNode: GuardedEnvironmentConstructor = withGuard(defaultEnvironment()) as GuardedEnvironmentConstructor

/** The environment of `testEnvironment: 'agentguard'`: Node's with the guard, or the one that the option `base` names. */
export class TestEnvironment extends GuardedNode {
  constructor(config: EnvironmentConfig, context: EnvironmentContext) {
    refuseAsReporter(config)
    const { base, ...options } = config.projectConfig.testEnvironmentOptions
    if (base !== undefined && new.target === TestEnvironment) {
      const { rootDir } = config.projectConfig
      const Guarded = withGuard(
        pointAtSettings(context.testPath, optionsPlace, () => resolveEnvironment(base, rootDir)),
      )
      // Jest constructs one class, whatever the options are. It uses the object that the constructor returns.
      return new Guarded(withOptions(config, options), context) as TestEnvironment
    }
    super(config, context)
  }
}
