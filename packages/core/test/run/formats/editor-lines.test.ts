import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { editorLines, editorNames } from '../../../src/run/formats/editor-lines.ts'

test('editorLines leads to files of the repository that a folder is in', () => {
  const repository = mkdtempSync(join(tmpdir(), 'agentguard editor-'))
  onTestFinished(() => rmSync(repository, { recursive: true, force: true }))
  mkdirSync(join(repository, '.git'))
  mkdirSync(join(repository, 'packages/a'), { recursive: true })

  expect(editorLines('vscode', join(repository, 'packages/a'))).toBe(
    `vscode://file${encodeURI(repository)}/{path}:{line}:{column}`,
  )
})

test.each(editorNames)('editorLines of %s names path and line', (editor) => {
  expect(editorLines(editor, '/')).toMatch(/^\w+:\/\/.*\{path\}.*\{line\}/)
})
