import * as comlink from 'comlink'
import nodeEndpoint from 'comlink/dist/umd/node-adapter.js'
import { parentPort } from 'node:worker_threads'
import attempt from './job.cjs'

comlink.expose({ attempt }, nodeEndpoint(parentPort))
