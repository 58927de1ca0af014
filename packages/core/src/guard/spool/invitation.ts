import type { Serializable } from 'node:worker_threads'
import type { Phase } from '../../evidence/record/evidence.ts'
import { builtins } from '../node/builtins.ts'
import type { Restore } from '../patch/replace-property.ts'
import { isLoaded } from '../patch/when-loaded.ts'

/** What a child process or a worker thread finds at its start. */
export interface Invitation {
  /** Path of the file that names the scope to join. */
  readonly ticket: string
  /** The stack of the code that started it. */
  readonly stack: string
  /** The phase of a test file in which it was started. */
  readonly phase: Phase
  /** Where the work began that started it, when that phase was over. */
  readonly began?: Phase | undefined
  /** The tests that ran at once, when any of them may have started it. */
  readonly candidates?: readonly string[] | undefined
}

/** Values that the guard overwrote to get into a child. The child restores them. */
export interface Overwritten {
  /** The program's own NODE_OPTIONS, where the guard changed it. */
  readonly nodeOptions?: string
  /** The `execArgv` that a thread should see, where the guard changed it. */
  readonly execArgv?: readonly string[]
  /** The variables that the guard added for package managers. */
  readonly retries?: readonly string[]
}

type Message = Invitation & Overwritten

/** The environment variable that carries an invitation to a child process, as JSON. */
const variable = 'AGENTGUARD_INTERNAL_TICKET'

/** The key of `worker_threads.getEnvironmentData` under which a worker thread finds its invitation. */
const key = 'agentguard.ticket'

/** The `KEY=value` pairs of a child process with an invitation, which replaces any other. */
export function inviteProcess(pairs: readonly string[], invitation: Invitation, overwritten: Overwritten): string[] {
  const rest = pairs.filter((pair) => !pair.startsWith(`${variable}=`))
  return [...rest, `${variable}=${JSON.stringify(messageOf(invitation, overwritten))}`]
}

/** Leaves an invitation for the threads that start before the undo is called. */
export function inviteThreads(invitation: Invitation, overwritten: Overwritten = {}): Restore {
  const { getEnvironmentData, setEnvironmentData } = builtins.workerThreads
  const before = getEnvironmentData(key)
  setEnvironmentData(key, messageOf(invitation, overwritten))
  return () => setEnvironmentData(key, before)
}

/** Only the fields of the protocol. A caller's object may hold more, which a child need not see. */
function messageOf(
  { ticket, stack, phase, began, candidates }: Invitation,
  { nodeOptions, execArgv, retries }: Overwritten,
): Serializable {
  const message: Message = {
    ticket,
    stack,
    phase,
    ...(began !== undefined && { began }),
    ...(candidates && { candidates }),
    ...(nodeOptions !== undefined && { nodeOptions }),
    ...(execArgv && { execArgv }),
    ...(retries && { retries }),
  }
  return message
}

/** Takes the invitation of this process or thread. The program then sees the environment that its parent set. */
export function takeInvitation(): (Invitation & Overwritten) | undefined {
  const found = readInvitation(process.env) ?? ofThread()
  delete process.env[variable]
  return found
}

/** The invitation in an environment. Only `inviteProcess` writes it there. */
export function readInvitation(env: NodeJS.ProcessEnv): Message | undefined {
  const text = env[variable]
  return text === undefined ? undefined : (JSON.parse(text) as Message)
}

/** The same where another program may have changed it. `undefined` where the text is not an invitation. */
export function readInvitationText(text: string | undefined): Invitation | undefined {
  try {
    const { ticket, stack, phase, began, candidates } = JSON.parse(text ?? '') as Partial<Invitation>
    if (typeof ticket !== 'string' || typeof stack !== 'string' || phase === undefined) return undefined
    return { ticket, stack, phase, began, candidates }
  } catch {
    return undefined
  }
}

/**
 * The problem where the guard was loaded for a scope but the invitation is gone. A tool between the two processes kept
 * NODE_OPTIONS and dropped variables that it does not know, and the policy was lost with them.
 */
export function lostInvitation({ NODE_OPTIONS: options }: NodeJS.ProcessEnv): string | undefined {
  if (options?.includes('agentguard-child.cjs') !== true || isLoaded('internal/worker')) return undefined
  return `agentguard: this process belongs to a guarded run, but ${variable} did not reach it. Let the tool between them pass it on: for Turborepo, "globalPassThroughEnv": ["${variable}"] in turbo.json`
}

/** In a thread, the module for workers is loaded before the guard. */
function ofThread(): Message | undefined {
  if (!isLoaded('internal/worker')) return undefined
  // Only `inviteThreads` sets this key.
  return builtins.workerThreads.getEnvironmentData(key) as unknown as Message | undefined
}
