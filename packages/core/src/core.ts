/** The whole core in one file. Every entry that guards something takes its parts from it. */
export * from './index.ts'
export * from './internal.ts'
export { notAnEnvironment } from './testing/calls/not-an-environment.ts'
export { startPreload } from './guard/install/start-preload.ts'
export { startNodeTest } from './testing/node-test/start-node-test.ts'
