import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { clearTimeout, setTimeout } from 'node:timers'
import type { FromAgent, FromJudge } from '../gateway/messages.ts'
import { agentCommand, type Tools } from '../gateway/namespace.ts'

/** The judge's connection to the agent. */
export interface Agent {
  readonly pid: number
  /** Sets the loopback ports of other servers that the agent watches from the beginning. The network waits for them. */
  watch(ports: readonly number[]): void
  hasEnded(): boolean
  /** Ends the agent, and gives the reason. */
  end(problem: string): void
  send(message: FromJudge): void
  /** Sends a numbered message and waits for the response. `undefined` once the agent has ended, or while it is stopped. */
  ask(make: (id: number) => FromJudge): Promise<Answered | undefined>
}

/** Receives the agent's messages, each with its socket if there is one, and the agent's end. */
export interface Hears {
  readonly message: (message: FromAgent, socket: Socket | undefined) => void
  readonly ended: (problem: string) => void
}

export type Answered = { readonly message: FromAgent; readonly socket: Socket | undefined }

/** In milliseconds. */
const patience = 20_000

/** The agent's whole environment, without any variables of the tests. */
const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }

/** Starts the agent in its own namespaces. Both talk over Node's IPC, which no program inherits. */
export function startAgent(
  { tools, node, file, hidden }: { tools: Tools; node: string; file: string; hidden: readonly string[] },
  hears: Hears,
): Agent {
  const [command = '', ...args] = agentCommand(tools, hidden, [node, file])
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe', 'ipc', 'pipe'], env, cwd: '/', detached: true })
  const waiting = createWaiting()
  let hasEnded = false
  const ended = (problem: string): void => {
    if (hasEnded) return
    hasEnded = true
    hears.ended(problem)
    waiting.end()
  }
  const send = (message: FromJudge): void => void child.send(message, () => {})
  listen(child, { ...hears, ended }, waiting)
  return {
    pid: child.pid ?? 0,
    watch: (ports) => {
      awaitNetwork(child, () => send({ kind: 'begin', watched: ports }))
      tellNetwork(child, ports)
    },
    hasEnded: () => hasEnded,
    end: (problem) => {
      ended(problem)
      child.kill('SIGKILL')
    },
    send,
    ask: async (make) => (hasEnded ? undefined : waiting.add((id) => send(make(id)))),
  }
}

function tellNetwork({ stdio: [, , , , input] }: ChildProcess, ports: readonly number[]): void {
  // What ended it is reported elsewhere.
  if (input instanceof Writable) input.on('error', () => {}).end(`${ports.join(' ')}\n`)
}

/** Waits for the network. A failure is printed on stderr, which is complete when all of its processes have ended. */
function awaitNetwork(child: ChildProcess, isThere: () => void): void {
  let said = ''
  child.stdout?.on('data', (text: Buffer) => {
    said += text.toString()
    if (said === 'ready\n') isThere()
  })
  child.stdout?.on('end', () => {
    if (said !== 'ready\n') child.kill('SIGKILL')
  })
}

/** Questions to the agent that wait for a response. */
interface Waiting {
  add(send: (id: number) => void): Promise<Answered | undefined>
  answer(id: number, answered: Answered): void
  end(): void
}

function createWaiting(): Waiting {
  const waiting = new Map<number, (answered: Answered | undefined) => void>()
  let last = 0
  return {
    add: async (send) =>
      new Promise((done) => {
        last += 1
        const id = last
        const finish = (answered: Answered | undefined): void => {
          clearTimeout(timer)
          waiting.delete(id)
          done(answered)
        }
        const timer = setTimeout(() => finish(undefined), patience)
        waiting.set(id, finish)
        send(id)
      }),
    answer: (id, answered) => {
      const finish = waiting.get(id)
      if (finish) finish(answered)
      else answered.socket?.destroy()
    },
    end: () => {
      for (const finish of waiting.values()) finish(undefined)
    },
  }
}

const answers: ReadonlySet<FromAgent['kind']> = new Set(['opened', 'dialled', 'shown', 'counted'])

function listen(child: ChildProcess, hears: Hears, waiting: Waiting): void {
  let said = ''
  child.stderr?.on('data', (text: Buffer) => {
    said = `${said}${text.toString()}`.slice(-2000)
  })
  child.stdin?.on('error', () => {})
  child.on('message', (message: FromAgent, socket: Socket | undefined) => {
    if (answers.has(message.kind) && 'id' in message) waiting.answer(message.id, { message, socket })
    else hears.message(message, socket)
  })
  child.on('error', ({ message }) => hears.ended(message))
  child.on('close', (code, signal) => {
    hears.ended(said.trim().replace(/\s*\n\s*/g, ' ') || `its agent ended with ${signal ?? String(code)}`)
  })
}
