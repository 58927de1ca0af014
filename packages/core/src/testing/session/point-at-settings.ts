import { readFileSync } from 'node:fs'

/**
 * Runs `build`. An error about the user's configuration or the file's docblock gets the place of that as its stack, so
 * that a runner prints the source there and not ours. `where` is the name of the runner's configuration. Where a runner
 * cannot print sources yet, `showsLine` adds the line.
 */
export function pointAtSettings<T>(file: string, where: string, build: () => T, showsLine = false): T {
  try {
    return build()
  } catch (error) {
    if (error instanceof TypeError) point(error, file, where, showsLine)
    throw error
  }
}

function point(error: TypeError, file: string, where: string, showsLine: boolean): void {
  const line = error.message.split(`${file}:`)[1]?.match(/^\d+/)?.[0]
  if (line !== undefined && showsLine) error.message += `\n\n  ${line}| ${lineOf(file, Number(line))}`
  const text = `${error.name}: ${error.message}`
  const inConfig = inConfigFile.exec(error.message)?.[0]
  if (line !== undefined) error.stack = `${text}\n    at ${file}:${line}:1`
  else if (inConfig !== undefined) error.stack = `${text}\n    at ${inConfig}:1`
  else if (error.message.includes(where) || /agentguard\.config\.\w+/.test(error.message)) error.stack = text
}

const inConfigFile = /(?:[A-Za-z]:)?[\\/]\S*agentguard\.config\.json:\d+/

function lineOf(file: string, line: number): string {
  return readFileSync(file, 'utf8').split(/\r\n|[\n\r]/)[line - 1] ?? ''
}
