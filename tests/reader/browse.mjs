// Look at things in Chromium: a book as open.mjs does, the report of a run as report.mjs does.
//
//     node tests/reader/browse.mjs build/reader open FILE.epub [PICTURES]
//     node tests/reader/browse.mjs build/reader report REPORT.html ASKED
//
// The first argument is where npm put the packages of package.json. PUPPETEER_EXECUTABLE_PATH names the browser, if it
// is not /usr/bin/chromium. What is seen is printed as JSON; the module of that name tells what is in it.
//
// With the first argument alone, each line of standard input is a JSON list of the others, and each line of standard
// output answers one of those: an exit code, and what would have been printed. Most of the time of a run goes into the
// start of the browser. Whatever is asked has a profile of its own in it.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [packages, ...words] = process.argv.slice(2)
const require = createRequire(resolve(packages, 'package.json'))
const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')))
const browser = await puppeteer.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
  // In a container there is no sandbox to be had, and what we look at is our own.
  args: ['--no-sandbox'],
})

async function answer([name, ...rest]) {
  const profile = await browser.createBrowserContext()
  try {
    const { look } = await import(`./${name}.mjs`)
    return { code: 0, printed: `${JSON.stringify(await look(profile, require, ...rest))}\n` }
  } catch (error) {
    return { code: 1, printed: `${error.stack ?? error}\n` }
  } finally {
    await profile.close()
  }
}

try {
  if (words.length > 0) {
    const { code, printed } = await answer(words)
    process.stdout.write(printed)
    process.exitCode = code
  } else {
    for await (const line of createInterface({ input: process.stdin })) {
      console.log(JSON.stringify(await answer(JSON.parse(line))))
    }
  }
} finally {
  await browser.close()
}
