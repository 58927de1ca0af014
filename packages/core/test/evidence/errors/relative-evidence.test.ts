import { join } from 'node:path'
import { expect, test } from 'vitest'
import { relativeEvidence } from '../../../src/evidence/errors/relative-evidence.ts'
import { evidenceOf } from '../explain/evidence-of.ts'

const frameOf = (file: string) => ({ file, line: 1, column: 2 })
const absolute = (file: string): string => join(process.cwd(), file)

test('relativeEvidence makes every path relative to the working folder', () => {
  const [file, tool] = [absolute('test/a.test.ts'), absolute('node_modules/tool/index.js')]
  const evidence = evidenceOf(
    { host: 'a.example', port: 443 },
    {
      file,
      scope: file,
      stack: [frameOf(tool), frameOf(file)],
      from: frameOf(file),
      culprit: { name: 'tool', frame: frameOf(tool) },
    },
  )

  const made = relativeEvidence(evidence)

  expect(JSON.stringify(made)).not.toContain(process.cwd())
  expect(made).toMatchObject({ file: 'test/a.test.ts', scope: 'test/a.test.ts', from: frameOf('test/a.test.ts') })
  expect(made.culprit?.frame).toEqual(frameOf('node_modules/tool/index.js'))
})

test('relativeEvidence leaves out what the evidence does not have, and keeps the name of a test', () => {
  const evidence = evidenceOf({ host: 'a.example', port: 443 }, { scope: 'a tool' })

  expect(relativeEvidence(evidence)).toMatchObject({ scope: 'a tool', host: 'a.example' })
  expect(relativeEvidence(evidence)).not.toHaveProperty('culprit')
})
