import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Asker } from '../gateway/messages.ts'
import { networkOf } from '../gateway/network-of.ts'

/** The environment variable in which the guard names the scope. */
const variable = 'AGENTGUARD_INTERNAL_TICKET='

/** Finds the program that holds a socket of this namespace, by the socket's inode. */
export function findAsker(inode: number): Asker | undefined {
  if (inode === 0) return undefined
  const link = `socket:[${inode}]`
  // Youngest first, since a program that opens a socket has usually just started.
  for (const pid of programsHere()) {
    const descriptor = findDescriptor(pid, link)
    if (descriptor === undefined) continue
    const thread = threadThatConnects(pid, Number(descriptor))
    return { ...describeAsker(pid), ...(thread !== undefined && { thread }) }
  }
  return undefined
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
  const starters: number[] = []
  let invitation: string | undefined
  for (let at = pid; at > 1 && commands.length < deepest && networkOf(at) === here; at = parentOf(at)) {
    commands.push(wordsOf(at, 'cmdline'))
    if (at !== pid) starters.push(at)
    invitation ??= wordsOf(at, 'environ')
      .find((pair) => pair.startsWith(variable))
      ?.slice(variable.length)
  }
  return { pid, starters, commands, ...(invitation !== undefined && { invitation }) }
}

/** How many programs may be between the one that connects and the one that the guard started. */
const deepest = 64

function findDescriptor(pid: number, link: string): string | undefined {
  return listNames(`/proc/${pid}/fd`).find((descriptor) => readLink(`/proc/${pid}/fd/${descriptor}`) === link)
}

/** The thread that is in the system call now. */
function threadThatConnects(pid: number, descriptor: number): number | undefined {
  const isConnecting = (thread: string): boolean => {
    const [call, first] = readText(`/proc/${pid}/task/${thread}/syscall`).split(' ')
    return Number(call) === connectCalls[process.arch] && Number(first) === descriptor
  }
  const threads = listNames(`/proc/${pid}/task`)
  const thread = threads.length > 1 ? threads.find(isConnecting) : undefined
  return thread === undefined ? undefined : Number(thread)
}

/** The number of the system call `connect`. */
const connectCalls: Readonly<Record<string, number>> = { x64: 42, arm64: 203 }

/** Empty for a process that has ended or belongs to another user. */
function listNames(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
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
  return readText(`/proc/${pid}/${file}`).split('\0').slice(0, -1)
}
