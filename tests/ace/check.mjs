// Run DAISY's Ace again and again with one browser: most of the time of a run goes into its start.
//
//     node tests/ace/check.mjs build/ace
//
// The argument is where npm put the packages of package.json. PUPPETEER_EXECUTABLE_PATH names the browser. Each line of
// standard input is a JSON list: an EPUB, and the folder that gets its report. Each line of standard output answers one
// of those as JSON: an exit code, and what there is to say if it is not 0.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

const require = createRequire(resolve(process.argv[2], 'package.json'))
const ace = require('@daisy/ace-core')
const runner = require('@daisy/ace-axe-runner-puppeteer')

require('@daisy/ace-logger').initLogger({ silent: true, fileName: 'ace-judge.log' })
await runner.launch()
const open = { ...runner, launch: async () => {}, close: async () => {} }

for await (const line of createInterface({ input: process.stdin })) {
  const [book, outdir] = JSON.parse(line)
  try {
    await ace(book, { cwd: process.cwd(), outdir, silent: true }, open)
    console.log(JSON.stringify({ code: 0, printed: '' }))
  } catch (error) {
    console.log(JSON.stringify({ code: 1, printed: `${error.stack ?? error}\n` }))
  }
}
await runner.close()
