/**
 * Guards any code and observes what it reaches: `installGuard`, `noEgress`, `observeEgress`.
 *
 * @module @agentguard/core
 */
export * from '../../core/src/index.ts'
