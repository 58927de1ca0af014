#!/usr/bin/env node
import { runCommandLine } from '@agentguard/core/internal/cli'

// Package managers link only the programs of what a project names itself, and `npx` fetches what is not linked.
await runCommandLine(process.argv.slice(2))
