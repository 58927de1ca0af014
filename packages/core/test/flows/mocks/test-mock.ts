import http from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { type EgressOptions, type Evidence, installGuard, observeEgress } from '../../../src/index.ts'
import { type Outcome, outcomeOf } from '../doors/door.ts'
import { startFar } from '../far/start-far.ts'

export const mocked = 'http://mocked.example/weather'

/** Starts a library that answers `mocked` and lets everything else through; returns its end. */
export type StartMock = () => () => void

const clients: Record<string, (url: string) => Promise<string>> = {
  fetch: async (url) => (await fetch(url)).text(),
  'http.get': (url) =>
    new Promise((resolve, reject) => {
      http.get(url, (response) => response.setEncoding('utf8').on('data', resolve).resume()).on('error', reject)
    }),
}

/** Tests a library that is loaded before the guard and after it: what it answers is not an attempt, what it lets through is one. */
export async function testMock(start: StartMock): Promise<void> {
  const far = await startFar()
  const foreign = `http://127.0.0.1:${far.ports.http}`
  afterEach(() => far.take())

  describe.each(['before', 'after'] as const)('loaded %s the guard', (order) => {
    test.each(Object.entries(clients))('a request by %s that it answers is not an attempt', async (_, get) => {
      const seen = await underMock(start, order, () => get(mocked))

      expect(seen.outcome).toEqual({ events: ['"mocked"'] })
      expect(seen.attempts).toEqual([])
    })

    test.each(Object.entries(clients))('a request by %s that it lets through is blocked', async (_, get) => {
      const seen = await underMock(start, order, () => get(`${foreign}/secret`))

      expect(seen.attempts).toMatchObject([{ outcome: 'blocked', port: far.ports.http }])
      expect(await far.take()).toEqual([])
    })

    test.each(Object.entries(clients))('a rule for a URL covers a request by %s to that URL alone', async (_, get) => {
      const allow = [`GET ${foreign}/public`]
      const both = () => get(`${foreign}/public`).then(() => get(`${foreign}/secret`))

      const { attempts } = await underMock(start, order, both, { allow })

      const blocked = attempts.filter(({ outcome }) => outcome === 'blocked')
      expect(blocked).toMatchObject([{ method: 'GET', url: `${foreign}/secret` }])
      expect((await far.take()).filter((line) => line.includes('GET'))).toEqual(['http GET /public'])
    })

    const through = Object.keys(clients).flatMap((client) => [
      { client, url: `${foreign}/secret` },
      { client, url: 'http://usage.example/secret' },
    ])
    test.each(through)(
      'a request by $client to $url that it lets through has its URL and its caller',
      async ({ client, url }) => {
        const { attempts } = await underMock(
          start,
          order,
          () => clients[client]?.(url) ?? Promise.reject(new Error(client)),
        )

        expect(attempts).toMatchObject([{ outcome: 'blocked', method: 'GET', url }])
        expect(attempts[0]?.stack.map(({ file }) => file)).toContain(import.meta.filename)
      },
    )
  })
}

async function underMock(
  start: StartMock,
  order: 'before' | 'after',
  run: () => Promise<string>,
  options: EgressOptions = {},
): Promise<{ outcome: Outcome; attempts: readonly Evidence[] }> {
  const early = order === 'before' ? start() : undefined
  const guard = installGuard({ mode: 'audit' })
  const stop = early ?? start()
  try {
    const seen = await observeEgress(options, async () => outcomeOf(run))
    return { outcome: 'value' in seen ? seen.value : { events: [] }, attempts: seen.attempts }
  } finally {
    stop()
    guard.uninstall()
  }
}
