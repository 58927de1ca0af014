import type { EnvironmentConfig } from './environment.ts'

/** The same configuration with other options for the environment. */
export function withOptions(
  config: EnvironmentConfig,
  testEnvironmentOptions: Readonly<Record<string, unknown>>,
): EnvironmentConfig {
  return { ...config, projectConfig: { ...config.projectConfig, testEnvironmentOptions } }
}
