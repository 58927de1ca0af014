import { type ChildProcess, exec, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openTestFile, type TestFile } from '../../src/internal.ts'

const openFile = (): TestFile =>
  openTestFile({ file: import.meta.filename, rootDir: import.meta.dirname, options: {}, where: 'the test' })

const node = process.execPath
const target = { host: '192.0.2.78', port: 80 }
const reach = `require('node:net').connect(${target.port}, '${target.host}').on('error', () => {})`
const ignored = { stdio: 'ignore' } as const
const again = (text: string): string =>
  `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(text)}], { stdio: 'ignore', detached: true }).unref()`

const children: readonly (readonly [string, () => ChildProcess])[] = [
  ['that no one waits for', () => spawn(node, ['-e', reach], ignored)],
  ['that is detached and not referenced', () => detached(reach)],
  ['that works before it reaches out', () => spawn(node, ['-e', `setTimeout(() => { ${reach} }, 60)`], ignored)],
  ['of a shell', () => exec(`"${node}" -e "${reach.replaceAll("'", '\\"')}"`.replaceAll('\\"', "'"))],
  ['of a child that has ended', () => detached(again(reach))],
  ['that goes on as a server', () => detached(`require('node:http').createServer().listen(0); ${reach}`)],
]

function detached(text: string): ChildProcess {
  const child = spawn(node, ['-e', text], { ...ignored, detached: true })
  child.unref()
  return child
}

test.each(children)(
  'the end of a file waits for a child %s, and attributes its attempt to the test',
  async (_, start) => {
    const file = openFile()
    const inner = file.openTest('starts a child')
    const child = inner.run('test', start)
    inner.end()

    await file.settle()

    const evidence = inner.evidence()
    child.kill('SIGKILL')
    file.close()
    expect(evidence).toMatchObject([{ host: target.host, scope: 'starts a child' }])
  },
)

test('the end of a file does not wait for a child that waits itself', async () => {
  const file = openFile()
  const child = file.run('test', () => spawn(node, ['-e', 'setInterval(() => {}, 1000)'], ignored))
  await once(child, 'spawn')

  await file.settle()

  expect(child.exitCode).toBeNull()
  child.kill('SIGKILL')
  file.close()
})
