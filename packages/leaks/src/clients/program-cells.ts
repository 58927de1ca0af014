import childProcess, { ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { takenBefore } from '../before.ts'
import type { Cells, Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)

class OwnProcess extends ChildProcess {}

interface OwnSpawn {
  spawn(options: { file: string; args: readonly string[]; stdio: string }): number
}

/** Ways to start a program, which connects and says by its exit code whether it could. */
export function programCells(file: string, argsOf: (visit: Visit) => readonly string[]): Cells {
  return {
    callback: (visit) =>
      new Promise<unknown>((resolve, reject) => {
        childProcess.execFile(file, argsOf(visit), (error, stdout) => {
          if (error) reject(error)
          else resolve(stdout)
        })
      }),
    promise: (visit) => promisify(execFile)(file, argsOf(visit)),
    stream: async (visit) => {
      const child = childProcess.spawn(file, argsOf(visit), { stdio: ['ignore', 'pipe', 'ignore'] })
      await Promise.all([text(child.stdout), ended(child)])
    },
    captured: (visit) => ended(takenBefore().spawn(file, argsOf(visit), { stdio: 'ignore' })),
    subclass: (visit) => {
      const child = new OwnProcess().on('error', () => {})
      // As `spawn` itself does: the documented way has no subclass.
      const status = (child as unknown as OwnSpawn).spawn({ file, args: [file, ...argsOf(visit)], stdio: 'ignore' })
      return status === 0 || status === undefined ? ended(child) : Promise.reject(new Error(`spawn: ${status}`))
    },
    import: (visit) => ended(spawn(file, argsOf(visit), { stdio: 'ignore' })),
    require: (visit) => {
      const { spawn } = require('node:child_process') as typeof childProcess
      return ended(spawn(file, argsOf(visit), { stdio: 'ignore' }))
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  child.on('error', () => {})
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the program ended with ${code}`)
}
