import { execFile } from 'node:child_process'

/** Runs a program that reads its commands from stdin, one a line, and waits for it to end. */
export async function runBatch(file: string, args: readonly string[], lines: readonly string[]): Promise<void> {
  await new Promise<void>((done) => {
    const child = execFile(file, args, () => done())
    child.stdin?.on('error', () => {}).end(`${lines.join('\n')}\n`)
  })
}
