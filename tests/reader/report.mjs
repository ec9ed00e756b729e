// Open the report of a run in Chromium, do what a user would, and tell what is seen after each step.
//
//     node tests/reader/browse.mjs build/reader report REPORT.html ASKED
//
// ASKED is JSON:
//
//     languages  those of the user, as the browser tells them to pages: "zh-CN,en"
//     width      of the window, in CSS pixels
//     dark       whether the user likes it dark
//     steps      what is done, each one of ["click", selector], ["press", key], ["type", selector, text],
//                ["select", selector, value], ["replace", selector, text] (and Enter), ["judge"] (ask axe),
//                ["width", pixels], ["open", file],
//                ["picture", file, whole] (what is seen, or the whole page), ["print", file]
//
// The JSON has:
//
//     faults     what went wrong in the browser, what its security policy forbade, and what was asked of any server
//     views      what is seen at first and after each step:
//       language    of the page
//       heading, total, range, warning, pages     their texts; empty where they are hidden
//       counts, codes                             the lines of the summary
//       columns     [name, direction of the order] for each head of the table
//       rows        the texts of the cells, for each row that is no detail
//       details     the texts of details
//       links       [text, address] for each link
//       focus       the text of what has the focus
//       elements    how many there are in the page
//       violations  of rules of axe, if it was asked

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const HEIGHT = 900

// What follows runs in the browser.

function see() {
  const shown = element => element?.checkVisibility() ? element.innerText.replace(/\s+/gu, ' ').trim() : ''
  const all = (selector, found = shown) => [...document.querySelectorAll(selector)].map(found)
  return {
    language: document.documentElement.lang,
    heading: shown(document.querySelector('h1')),
    total: shown(document.querySelector('#total')),
    range: shown(document.querySelector('#range')),
    warning: shown(document.querySelector('#cut-short')),
    pages: shown(document.querySelector('#pages')),
    counts: all('#counts li'),
    codes: all('#codes li'),
    columns: all('thead th', head => [shown(head), head.ariaSort ?? '']),
    rows: all('tbody tr:not(.details)', row => [...row.cells].map(shown)),
    details: all('tr.details'),
    links: all('tbody a', link => [shown(link), link.href]),
    focus: shown(document.activeElement === document.body ? null : document.activeElement),
    elements: document.querySelectorAll('*').length,
  }
}

async function judge() {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html).join(' ')}`)
}

// What follows runs here.

let address

async function open(tab, file) {
  address = pathToFileURL(resolve(file)).href
  await tab.goto(address)
}

async function take(tab, [action, ...values]) {
  switch (action) {
    case 'click': return tab.click(values[0])
    case 'press': return tab.keyboard.press(values[0])
    case 'type': return tab.type(...values)
    case 'select': return tab.select(...values)
    case 'replace':
      await tab.click(values[0], { count: 3 })
      await tab.keyboard.type(values[1])
      return tab.keyboard.press('Enter')
    case 'width': return tab.setViewport({ width: Number(values[0]), height: HEIGHT })
    case 'open': return open(tab, values[0])
    case 'picture': return tab.screenshot({ path: values[0], fullPage: values[1] })
    case 'print': return tab.pdf({ path: values[0], format: 'A4', preferCSSPageSize: true })
    default: throw new Error(`no step is called ${action}`)
  }
}

async function violations(tab, require) {
  // Not as a script of the page: that one may have none but its own.
  await tab.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))
  return tab.evaluate(judge)
}

async function listen(tab, faults) {
  tab.on('pageerror', error => faults.push(`${error}`))
  tab.on('console', message => faults.push(`${message.type()}: ${message.text()}`))
  tab.on('dialog', dialog => faults.push(`dialog: ${dialog.message()}`))
  tab.on('request', request => request.url() === address || faults.push(`asked for ${request.url()}`))
  await tab.exposeFunction('report', fault => faults.push(fault))
  await tab.evaluateOnNewDocument(() => document.addEventListener('securitypolicyviolation', event =>
    report(`${event.violatedDirective} forbids ${event.blockedURI} ${event.sample}`)))
}

export async function look(browser, require, report, asked) {
  const { languages, width, dark, steps } = JSON.parse(asked)
  const tab = await browser.newPage()
  const faults = []
  await tab.setViewport({ width, height: HEIGHT })
  const client = await tab.createCDPSession()
  const userAgent = await tab.browser().userAgent()
  await client.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: languages })
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
  await listen(tab, faults)
  await open(tab, report)
  const views = [await tab.evaluate(see)]
  for (const step of steps) {
    if (step[0] === 'judge') {
      views.push({ ...await tab.evaluate(see), violations: await violations(tab, require) })
    } else {
      await take(tab, step)
      views.push(await tab.evaluate(see))
    }
  }
  return { views, faults }
}
