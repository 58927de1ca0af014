import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { makeSpoolDirectory, readLeft } from '@agentguard/core/internal/reporter'
import type { Vitest } from 'vitest/node'
import { explainedIn, type LateLine, readLate, spoolsIn } from '../late-lines.ts'

/** Collects in the main process what tests attempt after the end of their files. */
export interface LateWatch {
  readonly directory: string
  /** Call it when a run begins. Destinations that an earlier run has explained are then explained again. */
  begin(): void
  /** All lines so far. */
  read(): readonly LateLine[]
  /** Prints the lines since the last call, and fails the run for them. */
  tell(): void
  /** At exit, calls `write` with the lines since the last `tell`, if there are any. Each `writer` has one `write`, the last. */
  atExit(writer: object, write: (fresh: readonly LateLine[]) => void): void
}

const key = Symbol.for('@agentguard/vitest.late')

/** The watch of a Vitest, one for all its reporters, whichever copy of this package they come from. */
export function watchLate(vitest: Vitest): LateWatch {
  const known: unknown = Reflect.get(vitest, key)
  // Only the code below sets it.
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
  const reported = new Set<string>()
  const read = (): readonly LateLine[] => (existsSync(directory) ? readLate(directory) : [])
  const writers = new Map<object, (fresh: readonly LateLine[]) => void>()
  const report = (lines: readonly LateLine[]): readonly LateLine[] => {
    const fresh = takeFresh(lines, reported)
    if (fresh.length === 0) return fresh
    process.exitCode = 1
    const texts = fresh.map(({ message }) => message).join('\n\n')
    process.stderr.write(`\nagentguard: tests reached out after their files had ended:\n\n${texts}\n\n`)
    return fresh
  }
  // Workers end after the last report of the run, so no summary contains what they leave until then.
  process.once('exit', () => {
    // Not before, since running processes collect it themselves.
    const left = readLeft(spoolsIn(directory), root).filter(({ evidence }) => evidence.outcome === 'blocked')
    const fresh = report([...read(), ...left])
    rmSync(directory, { recursive: true, force: true })
    if (fresh.length > 0) for (const write of writers.values()) write(fresh)
  })
  return {
    directory,
    begin,
    read,
    tell: () => void report(read()),
    atExit: (writer, write) => void writers.set(writer, write),
  }
}

/** The lines that are not in `known` yet. From now on they are. */
export function takeFresh(lines: readonly LateLine[], known: Set<string>): readonly LateLine[] {
  return lines.filter((line) => {
    const text = JSON.stringify(line)
    if (known.has(text)) return false
    known.add(text)
    return true
  })
}
