import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call } from './calls.ts'
import { writeModule } from './write-suite.ts'

const root = join(import.meta.dirname, '..')

/**
 * Writes a test file for each call, each between two innocent ones, into a new folder of this package, where the SDKs resolve. They run in the order of
 * their names.
 */
export function writeCalls(
  calls: readonly Call[],
  kind: 'esm' | 'cjs',
  ports: Readonly<Record<string, number>>,
): string {
  mkdirSync(join(root, 'runs'), { recursive: true })
  const folder = mkdtempSync(join(root, 'runs', `once-${kind}-`))
  for (const name of ['once', 'tests']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a-project-of-tools', private: true }))
  writeModule(folder, 'tests/a-innocent.test', innocent, kind)
  for (const { name } of calls) {
    writeModule(folder, `once/${name}`, readFileSync(join(root, 'once', `${name}.mjs`), 'utf8'), kind)
    writeModule(folder, `tests/${name}.test`, testFile(name, Number(ports[name]), kind), kind)
    writeModule(folder, `tests/${name}.z-innocent.test`, innocent, kind)
  }
  return folder
}

/** Every call that there is a file for. */
export function callFiles(): readonly string[] {
  return readdirSync(join(root, 'once')).map((file) => file.replace(/\.mjs$/, ''))
}

const innocent = `test('stays at home', () => {})\n`

function testFile(name: string, port: number, kind: 'esm' | 'cjs'): string {
  return `import { once } from '../once/${name}.${kind === 'cjs' ? 'cjs' : 'mjs'}'

const goal = { host: '127.0.0.1', port: ${port}, url: 'http://127.0.0.1:${port}' }

test('calls and returns', () => {
  expect(once(goal)).toBeUndefined()
})
`
}
