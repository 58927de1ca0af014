/**
 * What the adapters for Jest and Vitest share in test workers. It follows no semver: any release may change it, so each
 * adapter depends on the exact version of the core that it was released with. Other code uses the other entries.
 */
export { openTestFile } from './testing/session/open-test-file.ts'
export { matchers } from './testing/session/matcher.ts'
export { hideGuard } from './testing/session/hide-guard.ts'
export { findConfigs } from './testing/config/find-configs.ts'
export { checkOptions } from './testing/config/check-options.ts'
export { pointAtSettings } from './testing/session/point-at-settings.ts'
export { ruleLists } from './policy/options/egress-options.ts'
export { rulesOf } from './policy/options/rules-of.ts'
export { violationsOf } from './testing/session/violations-of.ts'
export { captureTrace } from './evidence/record/trace.ts'
export { formatHeadline } from './evidence/explain/format-violation.ts'
export { optionNames } from './policy/options/parse-options.ts'
export { didYouMean, nearest } from './policy/usage/did-you-mean.ts'
export { usageError } from './policy/usage/usage-error.ts'
export type { TestFile, TestFileInput, TestScope } from './testing/session/test-file.ts'
