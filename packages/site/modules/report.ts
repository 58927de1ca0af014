/**
 * Reads evidence files and locks, and writes reports from them.
 *
 * @module @agentguard/core/report
 */
export * from '../../core/src/report.ts'
