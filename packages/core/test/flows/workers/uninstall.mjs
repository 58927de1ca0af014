// Prints whether node:worker_threads is unchanged after a guard was installed and uninstalled.
import { installGuard } from '@agentguard/core'
import workerThreads, { Worker } from 'node:worker_threads'

const before = Worker
const parent = Object.getPrototypeOf(Worker)
installGuard().uninstall()
const { constructor } = Worker.prototype
console.log(
  JSON.stringify([Worker === before, workerThreads.Worker === constructor, Object.getPrototypeOf(before) === parent]),
)
