import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Block } from './read-page.ts'
import { workspace } from './read-page.ts'
import type { Reader } from './reader.ts'

/**
 * JSON names its file, or its schema, after the word `json`. It has to be what is in that file of the reader's project by
 * now, or becomes it; it has to fit that schema.
 */
export function checkData({ words, text }: Block, { folder, write }: Reader): readonly string[] {
  const parsed: unknown = JSON.parse(text)
  if (words.endsWith('.schema.json')) {
    const schema = JSON.parse(readFileSync(join(workspace, 'packages/core/schema', words), 'utf8')) as object
    const validate = addFormats.default(new Ajv.default()).compile(schema)
    return validate(parsed)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  if (words === '') return ['name the file or the schema of JSON behind the word json']
  const name = words.split(' ').findLast((word) => word !== '') ?? words
  const path = join(folder, name)
  if (!existsSync(path)) write(name, text)
  const there: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return isDeepStrictEqual(parsed, there) ? [] : [`${name} is\n${JSON.stringify(there, null, 2)}`]
}
