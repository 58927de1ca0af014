/** What the adapters for test runners use. */
export { openTestFile } from './open-test-file.ts'
export { matchers } from './matcher.ts'
export type { TestFile, TestFileInput, TestScope } from './test-file.ts'
export type { EgressMatchers } from './matcher.ts'
export type { Evidence, Phase } from '../evidence/evidence.ts'
