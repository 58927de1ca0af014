import type { ReadyState } from './state-file.ts'

/** How a program starts in the namespace. */
export interface Joining {
  /** Absolute, since a mount namespace has its own root. */
  readonly cwd: string
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  /** The process whose view of the files it gets. Without it, the agent's. */
  readonly view?: number | undefined
}

/** The command prefix with which a program runs in the namespace, as the same process and the same user. */
export function joinCommand(
  { nsenter, agent }: Pick<ReadyState, 'nsenter' | 'agent'>,
  { cwd, uid, gid, view }: Joining,
): string[] {
  const mount = view === undefined ? '--mount' : `--mount=/proc/${view}/ns/mnt`
  const asOther = [...(uid === undefined ? [] : [`--setuid=${uid}`]), ...(gid === undefined ? [] : [`--setgid=${gid}`])]
  const user = process.getuid?.() === 0 ? asOther : ['--user', '--preserve-credentials']
  return [nsenter, ...user, '--net', mount, `--wdns=${cwd}`, `--target=${agent}`, '--']
}
