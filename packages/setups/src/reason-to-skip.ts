import { delimiter, join } from 'node:path'
import { isExecutable } from '../../core/src/guard/node/is-executable.ts'
import type { Setup } from './setup.ts'

/** Why a setup cannot run on this machine, or undefined if it can. */
export function reasonToSkip({ skip, needs = [] }: Setup): string | undefined {
  if (process.platform === 'win32') return 'its commands are lines for a shell'
  const missing = needs.filter((program) => !isInstalled(program))
  return skip ?? (missing.length === 0 ? undefined : `this machine has no ${missing.join(', ')}`)
}

function isInstalled(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => isExecutable(join(folder, program)))
}
