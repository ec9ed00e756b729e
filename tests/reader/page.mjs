// Open the local page of docconvert in Chromium, do what a user would, and print what is seen after each step, as JSON.
//
//     node tests/reader/page.mjs build/reader ADDRESS FOLDER ASKED
//
// The first argument is where npm put the packages of package.json. PUPPETEER_EXECUTABLE_PATH names the browser, if it
// is not /usr/bin/chromium. FOLDER is where downloads go. ASKED is JSON:
//
//     languages  those of the user, as the browser tells them to pages: "zh-CN,en"
//     width      of the window, in CSS pixels
//     dark       whether the user likes it dark
//     steps      what is done, each one of ["drop", file, …], ["choose", selector, file, …], ["paste", text],
//                ["click", selector], ["press", key], ["type", selector, text], ["select", selector, value],
//                ["downloads", number] (wait for so many in all), ["judge"] (ask axe), ["width", pixels],
//                ["picture", file, whole] (what is seen, or the whole page)
//
// The JSON has:
//
//     faults     what went wrong in the browser, what its security policy forbade, and what was asked of any other server
//     words      for each language of the page, the keys of its words and the kinds of their values, and its codes of notices
//     views      what is seen at first and after each step has come to rest:
//       language, heading, status, problem, fault, name, buttons, focus   of the page; empty where they are hidden
//       texts       the lines of the list of texts
//       facts, notices, outline, sheet                                    the lines of what was recognised
//       places      of the lines of the sheet: their classes, and the lines of the file they name
//       readings    those that are set above characters
//       direction   of the lines of the sheet: what CSS calls its writing mode
//       formats, fields                                                   what can be chosen
//       made        the lines of the files that were made
//       file        what is shown of a file: "iframe", or its text
//       wide        whether the page is wider than the window
//       violations  of rules of axe, if it was asked

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const HEIGHT = 900

const [packages, address, folder, asked] = process.argv.slice(2)
const require = createRequire(resolve(packages, 'package.json'))
const { languages, width, dark, steps } = JSON.parse(asked)

// What follows runs in the browser.

function look() {
  const one = selector => document.querySelector(selector)
  const shown = element => element?.checkVisibility() ? element.innerText.replace(/\s+/gu, ' ').trim() : ''
  const all = (selector, found = shown) => [...document.querySelectorAll(selector)].map(found).filter(text => text.length)
  return {
    language: document.documentElement.lang,
    heading: shown(one('h1')),
    status: shown(one('#status')),
    problem: shown(one('#problem')),
    fault: shown(one('#fault')),
    name: shown(one('#name')),
    buttons: all('button, .button'),
    focus: shown(document.activeElement === document.body ? null : document.activeElement),
    texts: all('#texts li'),
    facts: all('#facts div'),
    notices: all('#notices li', item => item.textContent),
    outline: all('#outline li', item => item.textContent),
    sheet: all('#sheet > *'),
    places: all('#sheet > *', part => [part.className, part.dataset.line ?? '']),
    readings: all('#sheet rt'),
    direction: getComputedStyle(one('#sheet')).writingMode,
    formats: all('#format-list label'),
    fields: all('.field > span'),
    made: all('#made li'),
    file: one('#viewer iframe')?.checkVisibility() ? 'iframe' : shown(one('#viewer')),
    wide: document.documentElement.scrollWidth > innerWidth,
  }
}

function atRest() {
  return view.choices && !view.isBusy && !view.taken && view.items.every(item => item.read || item.fault)
}

function words() {
  const kinds = value => typeof value !== 'object' ? typeof value
    : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, kinds(each)]))
  return Object.fromEntries(Object.entries(TEXTS).map(([name, texts]) => [name, kinds(texts)]))
}

async function judge() {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html).join(' ')}`)
}

function paste(text) {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
}

// What follows runs here.

async function drop(client, files) {
  const data = { items: [], files: files.map(file => resolve(file)), dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await client.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data })
  }
}

async function take({ tab, client, downloads }, [action, ...values]) {
  switch (action) {
    case 'drop': return drop(client, values)
    case 'choose': return (await tab.$(values[0])).uploadFile(...values.slice(1))
    case 'paste': return tab.evaluate(paste, values[0])
    case 'click': return tab.click(values[0])
    case 'press': return tab.keyboard.press(values[0])
    case 'type': return tab.type(...values)
    case 'select': return tab.select(...values)
    case 'downloads': return downloads.until(Number(values[0]))
    case 'judge': return undefined
    case 'width': return tab.setViewport({ width: Number(values[0]), height: HEIGHT })
    case 'picture': return tab.screenshot({ path: values[0], fullPage: values[1] })
    default: throw new Error(`no step is called ${action}`)
  }
}

async function violations(tab) {
  // Not as a script of the page: that one may have none but its own.
  await tab.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))
  return tab.evaluate(judge)
}

async function downloadsOf(browser) {
  const client = await browser.target().createCDPSession()
  await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: resolve(folder), eventsEnabled: true })
  let done = 0
  let wake = () => {}
  client.on('Browser.downloadProgress', ({ state }) => {
    if (state === 'completed') done += 1
    wake()
  })
  return {
    async until(number) {
      while (done < number) await new Promise(resolve => { wake = resolve })
    },
  }
}

async function listen(tab, faults) {
  tab.on('pageerror', error => faults.push(`${error}`))
  // Of an answer that says what is wrong, the page tells the user.
  tab.on('console', message => message.text().startsWith('Failed to load resource') || faults.push(`${message.type()}: ${message.text()}`))
  tab.on('dialog', dialog => faults.push(`dialog: ${dialog.message()}`))
  const isOwn = url => [address, `blob:${address}`, 'chrome-extension:', 'chrome:'].some(own => url.startsWith(own))
  tab.on('request', request => isOwn(request.url()) || faults.push(`asked for ${request.url()}`))
  await tab.exposeFunction('report', fault => faults.push(fault))
  await tab.evaluateOnNewDocument(() => document.addEventListener('securitypolicyviolation', event =>
    report(`${event.violatedDirective} forbids ${event.blockedURI} ${event.sample}`)))
}

const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')))
const browser = await puppeteer.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
  // In a container there is no sandbox to be had, and the page is our own.
  args: ['--no-sandbox'],
  defaultViewport: { width, height: HEIGHT },
})
try {
  const tab = await browser.newPage()
  const faults = []
  const client = await tab.createCDPSession()
  const userAgent = await browser.userAgent()
  await client.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: languages })
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
  await listen(tab, faults)
  const downloads = await downloadsOf(browser)
  await tab.goto(address)
  const seen = async () => {
    await tab.waitForFunction(atRest)
    return tab.evaluate(look)
  }
  const views = [await seen()]
  for (const step of steps) {
    await take({ tab, client, downloads }, step)
    const shown = await seen()
    views.push(step[0] === 'judge' ? { ...shown, violations: await violations(tab) } : shown)
  }
  console.log(JSON.stringify({ views, words: await tab.evaluate(words), faults }))
} finally {
  await browser.close()
}
