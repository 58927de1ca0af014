import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { noEgress, observeEgress } from '@agentguard/core'
import { afterAll, afterEach, describe, expect, test } from 'vitest'

/** What `warm/clients.mjs` holds: most of these packages bring no types. */
interface Client {
  readonly name: string
  readonly server: string
  open(port: number): Promise<Opened>
}

interface Opened {
  ask(word: string): Promise<unknown>
  close(): unknown
}

const folder = join(import.meta.dirname, '../warm')
const { clients } = (await import(pathToFileURL(join(folder, 'clients.mjs')).href)) as { clients: readonly Client[] }
const servers = fork(join(folder, 'servers.mjs'), { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
const ports = (await answerOf(servers)) as Readonly<Record<string, number>>
const opened: Opened[] = []
afterEach(() => Promise.all(opened.splice(0).map((client) => client.close())))
afterAll(() => servers.disconnect())

describe.each(clients)('$name', ({ name, server, open }) => {
  const port = Number(ports[server])
  const allow = `localhost:${port}`
  const warm = async (): Promise<Opened> => {
    const client = await noEgress({ allow }, async () => {
      const made = await open(port)
      await made.ask('first')
      return made
    })
    opened.push(client)
    expect(await asked()).toEqual([`${name} first`])
    return client
  }

  test('sends nothing on its warm connection for a scope that does not allow it', async () => {
    const client = await warm()
    const { violations } = await observeEgress(() => client.ask('secret').catch(() => {}))

    expect(violations[0]).toMatchObject({ outcome: 'blocked', port })
    expect(await asked()).toEqual([])
  })

  test('asks on its warm connection for a scope that allows it, which records it', async () => {
    const client = await warm()
    const { attempts, violations } = await observeEgress({ allow }, () => client.ask('word'))

    expect(violations).toEqual([])
    expect(attempts).toMatchObject([{ outcome: 'allowed', port }])
    expect(await asked()).toEqual([`${name} word`])
  })
})

async function asked(): Promise<unknown> {
  servers.send('asked')
  return answerOf(servers)
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as unknown[]
  return message
}
