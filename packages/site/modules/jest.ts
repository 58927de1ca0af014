/**
 * The environment for Jest.
 *
 * @module jest-environment-agentguard
 */
export * from '../../jest/src/index.ts'
