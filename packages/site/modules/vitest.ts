/**
 * The plugin for Vitest.
 *
 * @module @agentguard/vitest
 */
export * from '../../vitest/src/index.ts'
