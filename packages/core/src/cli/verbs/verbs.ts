import type { Command } from 'commander'

/** A verb of `agentguard`. Its code is loaded when it is used or listed. */
export interface Verb {
  readonly name: string
  /** @param args all arguments after `agentguard` */
  readonly load: (args: readonly string[]) => Promise<Command>
}

/** All verbs, in the order of the help. A new one needs a line here and a file that exports `create<Verb>Command`. */
export const verbs: readonly Verb[] = [
  { name: 'init', load: async () => (await import('./init-command.ts')).createInitCommand() },
  { name: 'run', load: async (args) => (await import('./run-command.ts')).createRunCommand(args) },
  { name: 'doctor', load: async () => (await import('./doctor-command.ts')).createDoctorCommand() },
  { name: 'explain', load: async () => (await import('./explain-command.ts')).createExplainCommand() },
  { name: 'senders', load: async () => (await import('./senders-command.ts')).createSendersCommand() },
  { name: 'suggest', load: async () => (await import('./suggest-command.ts')).createSuggestCommand() },
  { name: 'report', load: async () => (await import('./report-command.ts')).createReportCommand() },
  { name: 'merge', load: async () => (await import('./merge-command.ts')).createMergeCommand() },
  { name: 'lock', load: async () => (await import('./lock-command.ts')).createLockCommand() },
  { name: 'export', load: async () => (await import('./export-command.ts')).createExportCommand() },
]
