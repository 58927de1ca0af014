import { startNodeTest } from './testing/node-test/start-node-test.ts'

startNodeTest()
