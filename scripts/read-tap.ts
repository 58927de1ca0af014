/** The outcome of a test by its name, with the names of those around it; a test that ran more than once has to pass each time. */
export type Outcomes = ReadonlyMap<string, 'pass' | 'fail'>

/** Reads what runners print in the Test Anything Protocol; tests that are skipped or to be written are left out. */
export function readTap(text: string): Outcomes {
  const found = new Map<string, 'pass' | 'fail'>()
  const around: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, space = '', subtest] = /^(\s*)# Subtest: (.*)$/.exec(line) ?? []
    if (subtest !== undefined) around[space.length / 4] = subtest
    const [, indent = '', not, said] = /^(\s*)(not )?ok\b(?: \d+)?(?: -)? ?(.*)$/.exec(line) ?? []
    if (said === undefined) continue
    const [name = '', directive = ''] = said.split(/\s#\s/)
    if (/^(?:skip|todo)/i.test(directive)) continue
    const path = [...around.slice(0, Math.floor(indent.length / 4)), name.replace(/ # time=.*$/, '')].join(' > ')
    const fails = not !== undefined || found.get(path) === 'fail'
    found.set(path, fails ? 'fail' : 'pass')
  }
  return found
}

/** The tests that pass in the first run, and in the second one fail or are missing. */
export function brokenTests(bare: Outcomes, guarded: Outcomes): readonly string[] {
  return [...bare].flatMap(([name, outcome]) => (outcome === 'pass' && guarded.get(name) !== 'pass' ? [name] : []))
}
