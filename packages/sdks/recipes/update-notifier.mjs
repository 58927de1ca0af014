import updateNotifier from 'update-notifier'

// Checks in a detached child, and never where it sees a test.
export async function reach() {
  const { NODE_ENV } = process.env
  delete process.env.NODE_ENV
  delete process.env.CI
  updateNotifier({ pkg: { name: 'pg', version: '0.0.1' }, updateCheckInterval: 0 }).notify() // calls out
  process.env.NODE_ENV = NODE_ENV
}
