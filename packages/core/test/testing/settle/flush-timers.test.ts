import net from 'node:net'
import timers from 'node:timers/promises'
import { gzip } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import type { EgressOptions } from '../../../src/index.ts'
import { openTestFile, type TestFile } from '../../../src/internal.ts'

const openFile = (options: EgressOptions): TestFile =>
  openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options, where: 'the test' })

const day = 86_400_000
const reach = (host: string): void => void net.connect({ host, port: 80 }).on('error', () => {})
/** Timers and intervals of a test, which no later test may find. */
const set: NodeJS.Timeout[] = []
const after = (milliseconds: number, fn: () => unknown): NodeJS.Timeout => keep(setTimeout(fn, milliseconds))
const every = (milliseconds: number, fn: () => unknown): NodeJS.Timeout => keep(setInterval(fn, milliseconds))

function keep(timer: NodeJS.Timeout): NodeJS.Timeout {
  set.push(timer)
  return timer
}

afterEach(() => {
  for (const timer of set.splice(0)) clearTimeout(timer)
})

/** The end of a file whose one test ran `fn`. */
async function endOf(fn: () => void, options: EgressOptions = { late: 'flush', lateLimit: 20 }) {
  const file = openFile(options)
  const inner = file.openTest('guilty')
  inner.run('test', fn)
  inner.end()
  await file.settle()
  const left = file.timersLeft()
  file.close()
  return { left, evidence: inner.evidence(), errors: file.errors() }
}

test('late: flush runs fifty timers of ten seconds to a day in the order in which they are due', async () => {
  const due = Array.from({ length: 50 }, (_, index) => 10_000 + Math.round((((index * 37) % 50) * day) / 50))
  const ran: number[] = []

  const { errors } = await endOf(() => {
    for (const milliseconds of due) {
      const timer = after(milliseconds, () => ran.push(milliseconds))
      if (milliseconds % 2 === 0) timer.unref()
    }
  })

  expect(ran).toEqual(due.toSorted((a, b) => a - b))
  expect(errors).toEqual([])
})

test.each<[string, () => void]>([
  ['a timer', () => after(10_000, () => reach('192.0.2.71'))],
  ['an unreferenced timer', () => after(day, () => reach('192.0.2.71')).unref()],
  ['an interval', () => every(60_000, () => reach('192.0.2.71')).unref()],
  ['a timer by promise', () => void timers.setTimeout(30_000, 0, { ref: false }).then(() => reach('192.0.2.71'))],
  ['a timer, by the thread pool', () => after(10_000, () => gzip('x', () => reach('192.0.2.71')))],
  ['a timer, by a short one', () => after(10_000, () => after(5, () => reach('192.0.2.71')))],
])('late: flush attributes what %s does to the test that set it', async (_, leave) => {
  const { evidence } = await endOf(leave)

  expect(evidence).toMatchObject([{ address: '192.0.2.71', scope: 'guilty', phase: 'late', count: 1 }])
})

test('late: flush keeps the timers of two tests apart', async () => {
  const file = openFile({ late: 'flush' })
  const [first, second] = [file.openTest('first'), file.openTest('second')]
  first.run('test', () => after(20_000, () => reach('192.0.2.71')))
  second.run('test', () => after(10_000, () => reach('192.0.2.72')))

  await file.settle()

  file.close()
  expect(first.evidence()).toMatchObject([{ address: '192.0.2.71' }])
  expect(second.evidence()).toMatchObject([{ address: '192.0.2.72' }])
})

test('late: flush runs an interval once, which keeps its pace, and no timer that a flushed one sets', async () => {
  const ran: string[] = []

  await endOf(() => {
    every(50_000, () => ran.push('interval'))
    after(10_000, () => {
      ran.push('timer')
      after(10_000, () => ran.push('timer of the timer'))
    })
  })

  expect(ran).toEqual(['timer', 'interval'])
  expect(set.map((timer) => Number(Reflect.get(timer, '_idleTimeout')))).toEqual([50_000, 1, 10_000])
})

test('late: flush runs no timer that a flushed one has cleared, or that a test has', async () => {
  const ran: string[] = []

  await endOf(() => {
    const second = after(20_000, () => ran.push('second'))
    after(10_000, () => clearTimeout(second))
    clearTimeout(after(5000, () => ran.push('cleared')))
  })

  expect(ran).toEqual([])
})

test('late: flush drops what timers throw and reject with', async () => {
  const ran: string[] = []
  const received: unknown[] = []
  const receive = (error: unknown): void => void received.push(error)
  process.on('unhandledRejection', receive).on('uncaughtException', receive)

  await endOf(() => {
    after(10_000, () => {
      throw new Error('thrown')
    })
    after(20_000, async () => Promise.reject(new Error('rejected')))
    after(30_000, () => void Promise.reject(new Error('rejected beside it')))
    after(40_000, () =>
      setImmediate(() => {
        throw new Error('thrown later')
      }),
    )
    after(50_000, () => ran.push('last'))
  })

  process.off('unhandledRejection', receive).off('uncaughtException', receive)
  expect(received).toEqual([])
  expect(ran).toEqual(['last'])
})

test('late: flush refuses to end the process', async () => {
  const real = process.getBuiltinModule('node:process')
  const { exitCode } = real
  // Vitest replaces `process.exit`; a program would call the original.
  const exit = (code: number): never => {
    real.exitCode = code
    Reflect.set(real, '_exiting', true)
    real.emit('exit', code)
    throw new Error('the process would have ended')
  }
  const ran: string[] = []

  await endOf(() => {
    after(10_000, () => {
      try {
        exit(7)
      } catch (error) {
        ran.push(String(error))
        throw error
      }
    })
    after(20_000, () => process.kill(process.pid, 'SIGTERM'))
    after(30_000, () => process.nextTick(() => ran.push('goes on')))
  })

  expect(ran).toEqual([expect.stringContaining('agentguard refuses process.exit()'), 'goes on'])
  expect(real.exitCode).toBe(exitCode)
})

test('late: flush leaves fake timers alone', async () => {
  const ran: string[] = []
  vi.useFakeTimers()
  try {
    await endOf(() => after(10_000, () => ran.push('fake')))
    expect(ran).toEqual([])
    expect(vi.getTimerCount()).toBe(1)
  } finally {
    vi.useRealTimers()
  }
})

test('late: flush runs no timer of Node itself, and none of the runner', async () => {
  const server = net.createServer((socket) => socket.setTimeout(60_000, () => ran.push('socket')))
  const ran: string[] = []
  const signal = { aborted: false }

  await endOf(() => {
    const timeout = AbortSignal.timeout(60_000)
    timeout.addEventListener('abort', () => (signal.aborted = true))
    void vi
      .waitFor(() => Promise.reject(new Error('not yet')), { timeout: 60_000, interval: 30_000 })
      .catch(() => {
        ran.push('runner')
      })
  })

  server.close()
  expect(ran).toEqual([])
  expect(signal.aborted).toBe(false)
})

test('late: wait runs no timer that is due after its limit, and counts it', async () => {
  const { left, evidence } = await endOf(
    () => {
      after(10_000, () => reach('192.0.2.71'))
      every(10_000, () => reach('192.0.2.72')).unref()
      after(1, () => {})
    },
    { lateLimit: 20 },
  )

  expect(left).toBe(2)
  expect(evidence).toEqual([])
})

test('lateLimit sets how long a file waits for its timers', async () => {
  const short = await endOf(() => after(150, () => reach('192.0.2.71')), { lateLimit: 10 })
  const long = await endOf(() => after(150, () => reach('192.0.2.71')), { lateLimit: 400 })

  expect(short).toMatchObject({ left: 1, evidence: [] })
  expect(long).toMatchObject({ left: 0, evidence: [{ address: '192.0.2.71' }] })
})

test('a timer that the runner announces is its own, and the next one of that length is not', async () => {
  const file = openFile({ late: 'flush', lateLimit: 20 })
  const inner = file.openTest('guilty')
  const ran: string[] = []
  const leave = (name: string): unknown => after(day, () => ran.push(name))

  file.announceTimer(day)
  inner.run('test', () => leave('of the test'))
  file.run('import', () => after(day + 1, () => ran.push('of another length')))
  file.run('import', () => leave('of the runner'))
  file.run('import', () => leave('of the file'))
  file.announceTimer(day)
  file.announceTimer()
  file.run('import', () => leave('after the end of an announcement'))
  await file.settle()

  file.close()
  expect(ran.toSorted()).toEqual([
    'after the end of an announcement',
    'of another length',
    'of the file',
    'of the test',
  ])
})
