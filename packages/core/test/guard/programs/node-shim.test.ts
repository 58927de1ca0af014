import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isNodeShim } from '../../../src/guard/programs/node-shim.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-shims-'))
const bin = join(folder, 'node_modules/.bin')
mkdirSync(bin, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function shim(text: string): string {
  const file = join(bin, 'tool')
  writeFileSync(file, text)
  chmodSync(file, 0o755)
  return file
}

const ofNpm = `#!/bin/sh
basedir=$(dirname "$(echo "$0" | sed -e 's,\\\\,/,g')")

case \`uname\` in
    *CYGWIN*|*MINGW*|*MSYS*)
        if command -v cygpath > /dev/null 2>&1; then
            basedir=\`cygpath -w "$basedir"\`
        fi
    ;;
esac

if [ -x "$basedir/node" ]; then
  exec "$basedir/node"  "$basedir/../tool/cli.js" "$@"
else
  exec node  "$basedir/../tool/cli.js" "$@"
fi
`

test('isNodeShim knows what npm writes', () => {
  expect(isNodeShim(shim(ofNpm))).toBe(true)
  expect(isNodeShim(shim(ofNpm.replace('exec node ', 'exec node --no-warnings ')))).toBe(true)
})

test('isNodeShim knows what the package manager of this workspace wrote', () => {
  const installed = join(import.meta.dirname, '../../../../../node_modules/.bin')
  const files = readdirSync(installed).map((name) => join(installed, name))
  const texts = files.filter((file) => statSync(file).isFile() && statSync(file).size < 50_000)
  const shims = texts.filter((file) => /^\s*exec node /m.test(readFileSync(file, 'latin1')))

  expect(shims.filter((file) => readFileSync(file, 'latin1').startsWith('#!/bin/sh') && !isNodeShim(file))).toEqual([])
})

test.each([
  ['a program before Node', ofNpm.replace('if [', 'curl x\nif [')],
  ['a file beside it', ofNpm.replace('if [', '"$basedir/other"\nif [')],
  ['a program in a substitution', ofNpm.replace('echo "$0"', 'echo "$(curl x)"')],
  ['a program behind Node', ofNpm.replace('"$@"\nelse', '"$@"; curl x\nelse')],
  ['a substitution among the arguments', ofNpm.replace('exec node ', 'exec node "$(curl x)" ')],
  ['a variable for Node', ofNpm.replace('exec node ', 'NODE_OPTIONS= exec node ')],
  ['a package script', ofNpm.replace('exec node ', 'exec node --run ')],
  ['a snapshot', ofNpm.replace('exec node ', 'exec node --build-snapshot ')],
  ['another program', ofNpm.replaceAll('node"', 'bun"').replace('exec node', 'exec bun')],
  ['another shell', ofNpm.replace('#!/bin/sh', '#!/bin/sh -l')],
  ['no Node', '#!/bin/sh\n'],
])('isNodeShim does not know a script with %s', (_, text) => {
  expect(text).not.toBe(ofNpm)
  expect(isNodeShim(shim(text))).toBe(false)
})
