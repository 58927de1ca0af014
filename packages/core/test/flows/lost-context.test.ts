import { AsyncResource } from 'node:async_hooks'
import { EventEmitter, EventEmitterAsyncResource } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allowEgress, noEgress } from '../../src/index.ts'
import { openTestFile, type TestFile } from '../../src/internal.ts'
import { watchSocket } from './doors/watch-socket.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const allow = `localhost:${far.ports.tcp}`
const reach = () => watchSocket(connect(far.ports.tcp, '127.0.0.1'))

/** A queue as libraries have them: one worker takes the jobs of all callers, in the context of the code that made the queue. */
function createQueue() {
  const jobs = new EventEmitter()
  const resource = new AsyncResource('queue')
  jobs.on('job', (take: (done: Promise<unknown>) => void) => take(resource.runInAsyncScope(reach)))
  return { run: () => new Promise((resolve) => jobs.emit('job', resolve)) }
}

/** A gate: code that waits there runs in its own context, not in that of the code that opens it. */
function createGate() {
  const waiting: (() => void)[] = []
  const passed = new Promise<void>((resolve) => void waiting.push(resolve)).then(reach)
  return { open: () => waiting.forEach((open) => open()), passed }
}

const makers: Readonly<Record<string, () => { run(): Promise<unknown> }>> = {
  'a queue': createQueue,
  'an emitter': () => {
    const emitter = new EventEmitterAsyncResource({ name: 'emitter' })
    emitter.on('job', (take: (done: Promise<unknown>) => void) => take(reach()))
    return { run: () => new Promise((resolve) => emitter.emit('job', resolve)) }
  },
  'a promise': () => {
    const { open, passed } = createGate()
    return {
      run: () => {
        open()
        return passed
      },
    }
  },
  'a bound function': () => ({ run: AsyncResource.bind(reach) }),
}

let file: TestFile
beforeEach(() => {
  file = openTestFile({
    file: fileURLToPath(import.meta.url),
    rootDir: import.meta.dirname,
    options: {},
    where: 'a test',
  })
})
afterEach(() => file.close())
afterAll(() => far.take())

describe.each(Object.entries(makers))('%s made at import', (_, make) => {
  test('belongs to the one test that runs when it reaches out', async () => {
    const { run } = file.run('import', make)
    await file.imported()
    const one = file.openTest('one')
    await one.run('beforeEach', run)

    expect(one.evidence()).toMatchObject([{ scope: 'one', phase: 'beforeEach', began: 'import' }])
    expect(file.evidence()).toEqual([])
    expect(await far.take()).toEqual([])
  })

  test('reaches what that test allows', async () => {
    const { run } = file.run('import', make)
    await file.imported()
    const one = file.openTest('one')
    await one.run('test', () => {
      allowEgress(allow)
      return run()
    })

    expect(one.evidence()).toEqual([])
    expect(await far.take()).toContain('tcp connection')
  })

  test('belongs to the file where several tests run, and the evidence names them', async () => {
    const { run } = file.run('import', make)
    await file.imported()
    const tests = ['one', 'two'].map((name) => file.openTest(name))
    tests[0]?.run('test', () => {})
    await tests[1]?.run('test', run)

    expect(tests.flatMap((one) => one.evidence())).toEqual([])
    expect(file.evidence()).toMatchObject([{ phase: 'run', began: 'import', candidates: ['one', 'two'] }])
    expect(file.errors()[0]?.message).toMatch(
      /lost-context\.test\.ts {3}\(from work that began at import\)\n +one of +one, two/,
    )
  })

  test('belongs to the file where no test runs, and is not reported as part of the import', async () => {
    const { run } = file.run('import', make)
    await file.imported()
    const one = file.openTest('one')
    one.run('test', () => {})
    one.end()
    await file.run('run', run)

    expect(one.evidence()).toEqual([])
    expect(file.evidence()).toMatchObject([{ phase: 'run', began: 'import' }])
  })

  test('belongs to the hook that runs', async () => {
    const { run } = file.run('import', make)
    await file.imported()
    const end = file.startHook('beforeAll')
    await file.run('beforeAll', run)
    await end()

    expect(file.evidence()).toMatchObject([{ phase: 'beforeAll', began: 'import' }])
  })
})

test('work in an object that a hook made belongs to the test that uses it, and names the hook', async () => {
  await file.imported()
  const end = file.startHook('beforeAll')
  const { run } = file.run('beforeAll', createQueue)
  await end()
  const one = file.openTest('one')
  await one.run('test', run)

  expect(one.evidence()).toMatchObject([{ phase: 'test', began: 'beforeAll' }])
  expect(one.errors()[0]?.message).toContain('one   (from work that began in beforeAll)')
})

test('work that a hook starts in the next turn belongs to the hook, though it has returned', async () => {
  await file.imported()
  const end = file.startHook('beforeAll')
  const reached = file.run('beforeAll', () => new Promise((resolve) => process.nextTick(() => resolve(reach()))))
  await end()
  const one = file.openTest('one')
  await one.run('test', () => reached)

  expect(one.evidence()).toEqual([])
  expect(file.evidence()).toMatchObject([{ phase: 'beforeAll' }])
  expect(file.evidence()[0]).not.toHaveProperty('began')
})

test('work of an import that goes on belongs to the import', async () => {
  await file.run('import', reach)
  await file.imported()

  expect(file.evidence()).toMatchObject([{ phase: 'import' }])
  expect(file.evidence()[0]).not.toHaveProperty('began')
})

test('allowEgress in work that began at import widens the test that runs', async () => {
  const widen = file.run('import', () => AsyncResource.bind(() => allowEgress(allow)))
  await file.imported()
  const [one, two] = ['one', 'two'].map((name) => file.openTest(name))
  await one?.run('test', () => {
    widen()
    return reach()
  })
  one?.end()
  await two?.run('test', reach)

  expect(one?.evidence()).toEqual([])
  expect(two?.evidence()).toHaveLength(1)
  expect(await far.take()).toContain('tcp connection')
})

test('noEgress in work that began at import is inside the test that runs', async () => {
  const call = file.run('import', () => AsyncResource.bind(() => noEgress({ allow }, reach)))
  await file.imported()
  const one = file.openTest('one')
  await one.run('test', call)

  expect(one.evidence()).toEqual([])
  expect(await far.take()).toContain('tcp connection')
})

test('code without any context belongs to the one test that runs', async () => {
  await file.imported()
  const one = file.openTest('one')
  one.run('test', () => {})
  await reach()

  expect(one.evidence()).toHaveLength(1)
  expect(one.evidence()[0]).not.toHaveProperty('began')
})

test.each(['beforeExit', 'exit', 'SIGUSR2'] as const)(
  'an attempt of a listener of %s after the file belongs to the test that added it',
  async (event) => {
    await file.imported()
    const one = file.openTest('one')
    const reached = new Promise((resolve) => {
      one.run('test', () => void process.once(event, () => resolve(reach())))
    })
    one.end()
    file.close()
    process.emit(event as 'exit', 0)
    await reached

    expect(one.evidence()).toMatchObject([{ scope: 'one', phase: 'late' }])
    expect(await far.take()).toEqual([])
  },
)
