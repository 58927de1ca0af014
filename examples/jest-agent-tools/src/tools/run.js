const { execFile } = require('node:child_process')
const { promisify } = require('node:util')

/** Runs a program for the agent, and returns what it prints. */
async function run(program, ...args) {
  try {
    const { stdout } = await promisify(execFile)(program, args)
    return stdout.trim()
  } catch {
    return 'The program failed'
  }
}

module.exports = { run }
