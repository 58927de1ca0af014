import { BaseEnvironment } from './base-environment.ts'

export class TestEnvironment extends BaseEnvironment {}

export default TestEnvironment
