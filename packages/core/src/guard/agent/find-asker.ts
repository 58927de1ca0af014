import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Asker } from '../gateway/messages.ts'
import { networkOf } from '../gateway/network-of.ts'

/** The environment variable in which the guard names the scope. */
const variable = 'AGENTGUARD_INTERNAL_TICKET='

/** Finds the program that holds a socket of this namespace, by the number of that socket. */
export function findAsker(inode: number): Asker | undefined {
  if (inode === 0) return undefined
  const link = `socket:[${inode}]`
  // The youngest first: a program that opens a socket has mostly just started.
  const pid = programsHere().find((one) => holds(one, link))
  return pid === undefined ? undefined : describeAsker(pid)
}

/** The programs of this namespace, youngest first, without this one. */
export function programsHere(): readonly number[] {
  const here = networkOf('self')
  const pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  return pids.toSorted((a, b) => b - a).filter((pid) => pid !== process.pid && networkOf(pid) === here)
}

/** What is known of a program of this namespace. */
export function describeAsker(pid: number): Asker {
  const here = networkOf('self')
  const commands: string[][] = []
  let invitation: string | undefined
  for (let at = pid; at > 1 && commands.length < deepest && networkOf(at) === here; at = parentOf(at)) {
    commands.push(wordsOf(at, 'cmdline'))
    invitation ??= wordsOf(at, 'environ')
      .find((pair) => pair.startsWith(variable))
      ?.slice(variable.length)
  }
  return { pid, commands, ...(invitation !== undefined && { invitation }) }
}

/** So many programs may stand between the one that connects and the one that the guard started. */
const deepest = 64

function holds(pid: number, link: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => readLink(`/proc/${pid}/fd/${descriptor}`) === link)
  } catch {
    // It has ended, or belongs to another user.
    return false
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

function wordsOf(pid: number, file: 'cmdline' | 'environ'): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').slice(0, -1)
  } catch {
    return []
  }
}
