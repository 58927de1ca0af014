export { AgentguardReporter as default } from './agentguard-reporter.ts'
export type { ReportOptions } from '@agentguard/core/report'
