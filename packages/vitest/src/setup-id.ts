/**
 * The setup file that the plugin adds.
 *
 * Vitest evaluates a setup file again for every test file only if it inlines the setup file, which it does with
 * `virtual:` in the name. A path into node_modules that a plugin adds is evaluated once a worker, and would guard only
 * one of many files.
 */
export const setupId = 'virtual:agentguard/setup'
