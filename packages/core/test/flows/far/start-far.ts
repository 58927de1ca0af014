import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Servers of another process, which count what reaches them. */
export interface Far {
  readonly ports: Readonly<Record<FarServer, number>>
  /** A unix socket that speaks HTTP. */
  readonly unixPath: string
  /** What arrived since the last call, such as `tcp connection` or `http GET /path`. */
  take(): Promise<readonly string[]>
}

export type FarServer = 'tcp' | 'tls' | 'udp' | 'dns' | 'http' | 'https' | 'h2c' | 'h2' | 'proxy' | 'socks'

/** Starts them for the calling test file; they end with it. */
export async function startFar(): Promise<Far> {
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { ports, unixPath } = (await answer(child)) as Pick<Far, 'ports' | 'unixPath'>
  afterAll(() => child.disconnect())
  return {
    ports,
    unixPath,
    take: () => {
      child.send('take')
      return answer(child) as Promise<readonly string[]>
    },
  }
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as unknown[]
  return message
}
