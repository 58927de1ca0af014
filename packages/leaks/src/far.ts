import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

type Ports<Name extends string> = Readonly<Record<Name, number>>

/** Servers of another process, which count what reaches them. */
export interface Far {
  readonly ports: Ports<'tcp' | 'tls' | 'udp' | 'dns' | 'http' | 'https' | 'h2c' | 'h2' | 'proxy'>
  /** Those to which connections are open before the tool is. */
  readonly open: Ports<'tcp' | 'http' | 'h2c' | 'redis'>
  /** A unix socket that speaks HTTP. */
  readonly unixPath: string
  /** What arrived since the last call, such as `tcp connection` or `http GET /path`. */
  take(): Promise<readonly string[]>
  /** Also answers the system's DNS lookups if this process has its own network namespace. */
  answerLookups(): Promise<unknown>
}

/** Starts them; they end with this process. */
export async function startFar(): Promise<Far> {
  const child = fork(join(import.meta.dirname, 'far-main.ts'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const servers = (await answer(child)) as Pick<Far, 'ports' | 'open' | 'unixPath'>
  const ask = (question: string): Promise<unknown> => {
    child.send(question)
    return answer(child)
  }
  return { ...servers, take: () => ask('take') as Promise<readonly string[]>, answerLookups: () => ask('lookups') }
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as unknown[]
  return message
}
