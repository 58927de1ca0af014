/** What the adapters for test runners use. */
export { openTestFile } from './open-test-file.ts'
export { matchers } from './matcher.ts'
export { optionNames } from './options.ts'
export { didYouMean, nearest } from '../errors/did-you-mean.ts'
export { usageError } from '../errors/usage-error.ts'
export type { TestFile, TestFileInput, TestScope } from './test-file.ts'
export type { EgressMatchers } from './matcher.ts'
export type { Evidence, Phase } from '../evidence/evidence.ts'
