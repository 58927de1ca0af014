import type { ReadyState } from './state-file.ts'

/** How a program is to be started in the namespace. */
export interface Joining {
  /** Absolute, since a mount namespace has a root of its own. */
  readonly cwd: string
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  /** Whether it sees the sockets that are hidden from others. */
  readonly seesAll: boolean
}

/** What has to be before a program for it to run in there, as the same process and the same user. */
export function joinCommand(
  { nsenter, agent }: Pick<ReadyState, 'nsenter' | 'agent'>,
  { cwd, uid, gid, seesAll }: Joining,
): string[] {
  const mount = seesAll ? [] : ['--mount', `--wdns=${cwd}`]
  const asOther = [...(uid === undefined ? [] : [`--setuid=${uid}`]), ...(gid === undefined ? [] : [`--setgid=${gid}`])]
  const user = process.getuid?.() === 0 ? asOther : ['--user', '--preserve-credentials']
  return [nsenter, ...user, '--net', ...mount, `--target=${agent}`, '--']
}
