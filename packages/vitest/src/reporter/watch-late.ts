import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { makeSpoolDirectory, readLeft } from '@agentguard/core/internal/reporter'
import type { Vitest } from 'vitest/node'
import { explainedIn, type LateLine, readLate, spoolsIn } from '../late-lines.ts'

/** What tests attempt after the end of their files, as the main process learns of it. */
export interface LateWatch {
  readonly directory: string
  /** A run begins: what the one before it has explained is to be explained again. */
  begin(): void
  /** All that has come so far. */
  read(): readonly LateLine[]
  /** Prints what has come since the last call, and fails the run for it. */
  tell(): void
  /** Calls `write` at the exit with what has come since the last `tell`, if anything has. Each `writer` has one `write`, the last. */
  atExit(writer: object, write: (fresh: readonly LateLine[]) => void): void
}

const key = Symbol.for('@agentguard/vitest.late')

/** The watch of a Vitest, one for all its reporters, whichever copy of this package they come from. */
export function watchLate(vitest: Vitest): LateWatch {
  const known: unknown = Reflect.get(vitest, key)
  // Only the line below sets it.
  if (known !== undefined) return known as LateWatch
  const watch = createWatch(vitest.config.root)
  Object.defineProperty(vitest, key, { value: watch })
  return watch
}

function createWatch(root: string): LateWatch {
  const directory = makeSpoolDirectory()
  mkdirSync(spoolsIn(directory))
  const begin = (): void => {
    rmSync(explainedIn(directory), { recursive: true, force: true })
    mkdirSync(explainedIn(directory), { recursive: true })
  }
  const told = new Set<string>()
  const read = (): readonly LateLine[] => (existsSync(directory) ? readLate(directory) : [])
  const writers = new Map<object, (fresh: readonly LateLine[]) => void>()
  const tell = (lines: readonly LateLine[]): readonly LateLine[] => {
    const fresh = takeFresh(lines, told)
    if (fresh.length === 0) return fresh
    process.exitCode = 1
    const texts = fresh.map(({ message }) => message).join('\n\n')
    process.stderr.write(`\nagentguard: tests reached out after their files had ended:\n\n${texts}\n\n`)
    return fresh
  }
  // Workers end after the last report of the run: no summary can hold what they leave until then.
  process.once('exit', () => {
    // Only now: while their processes run, those collect it themselves.
    const left = readLeft(spoolsIn(directory), root).filter(({ evidence }) => evidence.outcome === 'blocked')
    const fresh = tell([...read(), ...left])
    rmSync(directory, { recursive: true, force: true })
    if (fresh.length > 0) for (const write of writers.values()) write(fresh)
  })
  return {
    directory,
    begin,
    read,
    tell: () => void tell(read()),
    atExit: (writer, write) => void writers.set(writer, write),
  }
}

/** The lines that are not in `known` yet; from now on they are. */
export function takeFresh(lines: readonly LateLine[], known: Set<string>): readonly LateLine[] {
  return lines.filter((line) => {
    const text = JSON.stringify(line)
    if (known.has(text)) return false
    known.add(text)
    return true
  })
}
