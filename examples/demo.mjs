// Runs the example projects, shows what a user sees, and exits 0 only if the expected tests, and no others, failed with the
// expected evidence. Nothing leaves this machine: all that the tools try to reach is blocked.
if (!process.features.typescript) {
  console.error('The demo needs the Node that the workspace installs. Run it with: npx pnpm@12 demo')
  process.exit(1)
}

const { runDemo } = await import('./demo/run-demo.ts')
process.exitCode = await runDemo()
