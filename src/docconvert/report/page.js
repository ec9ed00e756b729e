// The report of a run in a browser: takes the rows from the page's blocks of data, and shows what is asked for.
//
// A page may have 100,000 rows and more. They are kept as data; drawn are those of one page of the table.

'use strict'

const PAGE_ROWS = 200
const FIRST_NOTICES = 100 // of one text; the rest on demand

const TEXTS = {
  en: {
    tag: 'en',
    heading: 'Conversion report',
    title: count => `docconvert: ${count}`,
    languages: 'Language of this page',
    summary: 'Summary',
    texts: 'Texts',
    total: (texts, time) => time ? `${texts} in ${time}` : texts,
    count: (count, number) => `${number} ${count === 1 ? 'text' : 'texts'}`,
    converted: 'converted',
    unchanged: 'unchanged',
    failed: 'failed',
    noticed: 'Notices, by how many texts have them',
    cutShort: count => `The run was cut short: what was done until then stands here, ${count}.`,
    show: 'Show',
    all: 'all',
    withNotices: 'with notices',
    one: 'with this notice',
    search: 'Search',
    range: (first, last, count) => `${first}–${last} of ${count}`,
    none: 'No text is like that.',
    pages: 'Pages',
    page: 'Page',
    pageCount: count => `of ${count}`,
    first: 'First page',
    previous: 'Previous page',
    next: 'Next page',
    last: 'Last page',
    source: 'Source',
    name: 'Title',
    state: 'State',
    notices: 'Notices',
    language: 'Language',
    encoding: 'Encoding',
    outputs: 'Outputs',
    seconds: 'Time',
    author: 'Author',
    date: 'Date',
    errors: 'Errors',
    units: { hour: 'h', minute: 'min', second: 's' },
    line: number => `line ${number}`,
    standardInput: 'standard input',
    standardOutput: 'standard output',
    removed: 'removed',
    added: 'added',
    more: number => `Show ${number} more`,
    codes: {},
  },
  zh: {
    tag: 'zh-Hans',
    heading: '转换报告',
    title: count => `docconvert：${count}`,
    languages: '本页语言',
    summary: '概要',
    texts: '文本',
    total: (texts, time) => time ? `${texts}，用时 ${time}` : texts,
    count: (count, number) => `${number} 个文本`,
    converted: '已转换',
    unchanged: '未变',
    failed: '失败',
    noticed: '提示，按出现的文本数',
    cutShort: count => `运行中途停止：以下是停止之前处理的 ${count}。`,
    show: '显示',
    all: '全部',
    withNotices: '有提示',
    one: '有此提示',
    search: '搜索',
    range: (first, last, count) => `第 ${first}–${last} 个，共 ${count} 个`,
    none: '没有符合条件的文本。',
    pages: '翻页',
    page: '第',
    pageCount: count => `页，共 ${count} 页`,
    first: '首页',
    previous: '上一页',
    next: '下一页',
    last: '末页',
    source: '源文件',
    name: '标题',
    state: '状态',
    notices: '提示',
    language: '语言',
    encoding: '编码',
    outputs: '输出',
    seconds: '用时',
    author: '作者',
    date: '日期',
    errors: '错误',
    units: { hour: '小时', minute: '分', second: '秒' },
    line: number => `第 ${number} 行`,
    standardInput: '标准输入',
    standardOutput: '标准输出',
    removed: '删去',
    added: '加入',
    more: number => `再显示 ${number} 条`,
    codes: {
      'bytes-missing': '可能缺失字节',
      'bytes-replaced': '替换了无法解码的字节',
      'characters-removed': '删去了不允许的字符',
      'contents-removed': '删去了原有目录',
      'emphasis-marks-removed': '强调符号改为强调',
      'escapes-removed': '删去了转义符号',
      'fonts-needed': '阅读者需有字体',
      'glyph-missing': '字体缺字',
      'heading-doubtful': '可能漏了标题',
      'heading-made': '补了标题',
      'heading-marks-removed': '删去了标题符号',
      'headings-repeated': '标题重复',
      'language-corrected': '改正了语言标记',
      'language-corrected': '改正了语言标记',
      'languages-mixed': '语言混用',
      'noise-kept': '保留了疑似广告、页码',
      'noise-removed': '删去了广告、页码',
      'not-chinese': '不是中文',
      'not-shown': '此格式无法表现',
      'output-ignored': '此格式不用的选项',
      'output-stale': '留有旧的输出文件',
      'punctuation-widened': '半角标点改为全角',
      'reading-damaged': '注音损坏',
      'reading-detached': '注音无所属',
      'reading-repaired': '修复了被注音拆开的字',
      'readings-kept': '保留了注音',
      'readings-removed': '删去了注音',
      'script-choices': '繁简有多种转换',
      'script-mixed': '繁简混用',
      'script-unchanged': '繁简未转换',
      'script-withheld': '部分字未作繁简转换',
      'separator-set': '符号改为分隔线',
      'styles-added': '补了样式',
      'title-found': '从正文找到标题',
      'title-made': '拟了标题',
      'title-moved': '移动了标题',
      'title-shared': '多个文本标题相同',
      'title-trimmed': '标题有删节',
    },
  },
}

// What a column is sorted by. All but the first three give way on narrow screens: the details have them too.
const COLUMNS = {
  source: row => row.source,
  name: row => row.title,
  state: row => STATES.indexOf(row.state),
  notices: row => row.notices.length,
  language: row => row.language,
  encoding: row => row.encoding,
  outputs: row => row.outputs.reduce((sum, [, size]) => sum + size, 0),
  seconds: row => row.seconds,
}

const STATES = ['failed', 'converted', 'unchanged']

const view = {
  rows: [],
  codes: [], // of notices, with the number of rows that have them; the most frequent first
  isWhole: false,
  seconds: 0,
  texts: TEXTS.en,
  filter: 'all',
  words: '',
  column: '',
  isDescending: false,
  shown: [], // the rows that fit filter and words, in order
  page: 0,
  opened: new Set(), // the rows whose details are unfolded
}

// Data

function readRows() {
  const rows = []
  for (const block of document.querySelectorAll('script.rows')) {
    for (const line of block.textContent.split('\n')) {
      const values = line && parsed(line)
      if (values) rows.push(rowOf(values, rows.length))
    }
    block.remove() // what was parsed need not be in memory twice
  }
  return rows
}

function parsed(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null // the run was cut short while this was written
  }
}

function rowOf(values, index) {
  const [source, title, author, date, language, encoding, seconds, unchanged, outputs, notices, errors] = values
  const state = errors.length ? 'failed' : unchanged ? 'unchanged' : 'converted'
  return { index, source, title, author, date, language, encoding, seconds, outputs, notices, errors, state }
}

function fits(row) {
  return (!view.words || searched(row).includes(view.words)) && passes(row, view.filter)
}

function passes(row, filter) {
  switch (filter) {
    case 'all': return true
    case 'noticed': return row.notices.length > 0
    case 'converted':
    case 'unchanged':
    case 'failed': return row.state === filter
    default: return row.notices.some(([code]) => code === filter)
  }
}

function searched(row) {
  row.searched ??= plain([row.source, row.title, row.author, ...row.outputs.map(([path]) => path),
    ...row.notices.map(([, message]) => message), ...row.errors.flat()].join('\n'))
  return row.searched
}

function plain(text) {
  return text.normalize('NFKC').toLowerCase()
}

function inOrder(rows) {
  if (!view.column) return rows
  const value = COLUMNS[view.column]
  const collator = new Intl.Collator(view.texts.tag, { numeric: true })
  const compare = typeof value(rows[0] ?? view.rows[0]) === 'string' ? collator.compare : (a, b) => a - b
  const sign = view.isDescending ? -1 : 1
  return [...rows].sort((a, b) => sign * compare(value(a), value(b)) || a.index - b.index)
}

// Words and numbers

function number(value, options) {
  return new Intl.NumberFormat(view.texts.tag, options).format(value)
}

function size(bytes) {
  const isLarge = bytes >= 1e6
  const amount = bytes / (isLarge ? 1e6 : 1e3)
  return `${number(amount, { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${isLarge ? 'MB' : 'kB'}`
}

function duration(seconds) {
  const { hour, minute, second } = view.texts.units
  const minutes = Math.floor(seconds / 60)
  if (!minutes) return `${number(seconds, { maximumFractionDigits: seconds < 10 ? 2 : 0 })} ${second}`
  if (minutes < 60) return `${minutes} ${minute} ${Math.floor(seconds % 60)} ${second}`
  return `${number(Math.floor(minutes / 60))} ${hour} ${minutes % 60} ${minute}`
}

function counted(count) {
  return view.texts.count(count, number(count))
}

function nameOfCode(code) {
  return view.texts.codes[code] ?? code.replaceAll('-', ' ')
}

function nameOfLanguage(tag) {
  try {
    return new Intl.DisplayNames([view.texts.tag], { type: 'language' }).of(tag)
  } catch {
    return tag // no tag at all, as a user may have given it
  }
}

// Elements. All text gets into the page by here, and none as markup.

function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value) made.setAttribute(key, value)
  }
  made.append(...children)
  return made
}

// What cannot be seen, or turns what is around it: controls, directions, blanks without width, lone surrogates.
const SIGNS = /([\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff])/u

function foreign(text, language) {
  return element('bdi', { lang: language }, ...text.split(SIGNS).map((part, index) =>
    index % 2 ? element('span', { class: 'sign' }, nameOfSign(part)) : part))
}

function nameOfSign(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

function pathOf(path, language) {
  const cut = path.lastIndexOf('/') + 1
  const name = foreign(path.slice(cut), language)
  return cut ? [element('span', { class: 'folder' }, foreign(path.slice(0, cut), language), element('wbr', {})), name] : [name]
}

function sourceOf(row) {
  return row.source === '-' ? [view.texts.standardInput] : pathOf(row.source, row.language)
}

function addressOf([path, , address]) {
  return address ?? path.split('/').map(encodeURIComponent).join('/')
}

function linkOf(output, ...children) {
  return element('a', { href: addressOf(output) }, ...children)
}

// The head of the page

function showTexts() {
  const { texts } = view
  document.documentElement.lang = texts.tag
  for (const part of document.querySelectorAll('[data-text]')) part.textContent = texts[part.dataset.text]
  for (const part of document.querySelectorAll('[data-label]')) part.setAttribute('aria-label', texts[part.dataset.label])
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', texts === TEXTS[button.dataset.language])
  }
  document.title = texts.title(counted(view.rows.length))
  showSummary()
  showColumns()
  showFilter()
}

function showSummary() {
  const { texts, rows } = view
  const counts = Object.fromEntries(['converted', 'unchanged', 'failed'].map(state =>
    [state, rows.filter(row => row.state === state).length]))
  byId('total').textContent = texts.total(counted(rows.length), view.isWhole ? duration(view.seconds) : '')
  byId('cut-short').textContent = texts.cutShort(counted(rows.length))
  byId('cut-short').hidden = view.isWhole
  byId('outcomes').replaceChildren(...Object.entries(counts).map(([state, count]) => {
    const part = element('span', { class: state })
    part.style.flexGrow = count
    part.hidden = !count
    return part
  }))
  byId('counts').replaceChildren(...Object.entries(counts).map(([state, count]) =>
    element('li', { class: state }, element('button', { type: 'button', 'data-filter': state },
      element('strong', {}, number(count)), ' ', texts[state]))))
  showCodes()
}

function showCodes() {
  const counts = view.codes
  byId('noticed').hidden = !counts.length
  byId('codes').replaceChildren(...counts.map(([code, count]) => {
    const bar = element('span', { class: 'bar', 'aria-hidden': 'true' }, element('span', {}))
    bar.firstChild.style.width = `${100 * count / counts[0][1]}%`
    return element('li', {}, element('button', { type: 'button', 'data-filter': code, title: code },
      element('span', { class: 'code' }, nameOfCode(code)), ' ',
      element('span', { class: 'number' }, number(count)), ' ', bar))
  }))
}

function countsOfCodes() {
  const counts = new Map()
  for (const row of view.rows) {
    for (const code of new Set(row.notices.map(([code]) => code))) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

function showFilter() {
  const { texts } = view
  const option = (value, text) => element('option', { value }, text)
  const codes = view.codes.map(([code]) => option(code, nameOfCode(code)))
  byId('filter').replaceChildren(option('all', texts.all), option('failed', texts.failed),
    option('noticed', texts.withNotices), option('converted', texts.converted), option('unchanged', texts.unchanged),
    ...(codes.length ? [element('optgroup', { label: texts.one }, ...codes)] : []))
  markFilter()
}

function markFilter() {
  byId('filter').value = view.filter
  for (const button of document.querySelectorAll('[data-filter]')) {
    button.setAttribute('aria-pressed', button.dataset.filter === view.filter)
  }
}

function showColumns() {
  byId('columns').replaceChildren(...Object.keys(COLUMNS).map(column =>
    element('th', { scope: 'col', class: column, 'data-column': column },
      element('button', { type: 'button' }, view.texts[column]))))
  markColumns()
}

function markColumns() {
  for (const head of byId('columns').children) {
    if (head.dataset.column === view.column) {
      head.setAttribute('aria-sort', view.isDescending ? 'descending' : 'ascending')
    } else {
      head.removeAttribute('aria-sort')
    }
  }
}

// The rows

function choose() {
  view.shown = inOrder(view.rows.filter(fits))
  view.page = 0
  showRows()
}

function showRows() {
  const { texts, shown } = view
  const pages = Math.max(1, Math.ceil(shown.length / PAGE_ROWS))
  const first = view.page * PAGE_ROWS
  const some = shown.slice(first, first + PAGE_ROWS)
  byId('rows').replaceChildren(...some.flatMap(row =>
    view.opened.has(row.index) ? [rowElement(row), detailsElement(row)] : [rowElement(row)]))
  byId('range').textContent = some.length
    ? texts.range(number(first + 1), number(first + some.length), number(shown.length)) : texts.none
  byId('pages').hidden = pages === 1
  byId('page').value = view.page + 1
  byId('page').max = pages
  byId('page-count').textContent = texts.pageCount(number(pages))
  for (const button of document.querySelectorAll('[data-page]')) {
    // Not disabled: a button that loses the focus by being pressed leaves a user of the keyboard nowhere.
    button.setAttribute('aria-disabled', pageOf(button.dataset.page) === view.page)
  }
}

function rowElement(row) {
  const isOpen = view.opened.has(row.index)
  const fold = element('button', { type: 'button', class: 'fold', 'aria-expanded': String(isOpen), 'data-row': String(row.index),
    'aria-controls': isOpen && idOfDetails(row) }, ...sourceOf(row))
  const cell = (column, ...children) => element('td', { class: column }, ...children)
  return element('tr', { class: row.state },
    element('th', { scope: 'row', class: 'source' }, fold),
    cell('name', ...nameCell(row)),
    cell('state', view.texts[row.state]),
    cell('notices', row.notices.length ? number(row.notices.length) : ''),
    cell('language', element('span', { title: nameOfLanguage(row.language) }, row.language)),
    cell('encoding', row.encoding),
    cell('outputs', ...row.outputs.flatMap(output => [outputElement(row, output), ' '])),
    cell('seconds', duration(row.seconds)))
}

function nameCell(row) {
  const title = row.title ? [foreign(row.title, row.language)] : []
  const error = row.errors.length
    ? [element('span', { class: 'error', lang: 'en' }, foreign(row.errors[0][0]))] : []
  return [...title, ...error]
}

// Where the file is called like the source, its extension says which one it is.
function outputElement(row, output) {
  const [path, bytes] = output
  if (!path) return element('span', { class: 'output' }, view.texts.standardOutput, ' ', element('small', {}, size(bytes)))
  const name = path.slice(path.lastIndexOf('/') + 1)
  const cut = name.lastIndexOf('.')
  const isAlike = cut > 0 && name.slice(0, cut) === stemOf(row.source)
  const shown = isAlike ? [element('span', { class: 'unseen' }, foreign(name.slice(0, cut))), name.slice(cut)] : [foreign(name)]
  return element('span', { class: 'output' }, linkOf(output, ...shown), ' ', element('small', {}, size(bytes)))
}

function stemOf(path) {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\.[^.]*$/s, '')
}

// The details of a row

function idOfDetails(row) {
  return `details-${row.index}`
}

function detailsElement(row) {
  const cell = element('td', { colspan: String(Object.keys(COLUMNS).length) }, factsElement(row))
  if (row.errors.length) cell.append(listElement('errors', row.errors.map(errorElement)))
  if (row.notices.length) cell.append(noticesElement(row))
  return element('tr', { class: 'details', id: idOfDetails(row) }, cell)
}

function factsElement(row) {
  const { texts } = view
  const outputs = row.outputs.map(output => element('div', {},
    output[0] ? linkOf(output, ...pathOf(output[0])) : texts.standardOutput, ' ', element('small', {}, size(output[1]))))
  const facts = [
    ['name', row.title && [foreign(row.title, row.language)]],
    ['author', row.author && [foreign(row.author, row.language)]],
    ['date', row.date && [foreign(row.date)]],
    ['language', row.language && [`${nameOfLanguage(row.language)} (${row.language})`]],
    ['encoding', row.encoding && [row.encoding]],
    ['seconds', [duration(row.seconds)]],
    ['outputs', outputs.length > 0 && outputs],
  ]
  return element('dl', {}, ...facts.filter(([, value]) => value).map(([name, value]) =>
    element('div', {}, element('dt', {}, texts[name]), element('dd', {}, ...value))))
}

function listElement(name, items) {
  return element('section', { class: name }, element('h3', {}, view.texts[name]), element('ul', {}, ...items))
}

function errorElement([message, hint]) {
  return element('li', { lang: 'en' }, foreign(message), ...(hint ? [element('span', { class: 'hint' }, foreign(hint))] : []))
}

function noticesElement(row) {
  const items = row.notices.slice(0, FIRST_NOTICES).map(notice => noticeElement(row, notice))
  const made = listElement('notices', items)
  const rest = row.notices.length - items.length
  if (rest) made.append(element('button', { type: 'button', 'data-more': String(row.index) }, view.texts.more(number(rest))))
  return made
}

function noticeElement(row, [code, message, line = 0, removed = '', added = '']) {
  const { texts } = view
  const change = (name, text) => text
    ? [element('span', { class: name }, element('span', { class: 'unseen' }, `${texts[name]} `), foreign(text, row.language))] : []
  return element('li', {},
    element('span', { class: 'line' }, line ? texts.line(line) : ''),
    element('span', { class: 'code', title: code }, nameOfCode(code)),
    element('span', { class: 'message', lang: 'en' }, foreign(message)),
    element('span', { class: 'change' }, ...change('removed', removed), ' ', ...change('added', added)))
}

// What a user does

function byId(id) {
  return document.getElementById(id)
}

function setLanguage(name) {
  view.texts = TEXTS[name]
  showTexts()
  showRows()
}

function setFilter(filter) {
  view.filter = filter
  markFilter()
  choose()
}

function sortBy(column) {
  // Upwards, downwards, and back to the order of the run.
  if (view.column !== column) {
    Object.assign(view, { column, isDescending: false })
  } else if (!view.isDescending) {
    view.isDescending = true
  } else {
    view.column = ''
  }
  markColumns()
  choose()
}

function pageOf(which) {
  const last = Math.max(0, Math.ceil(view.shown.length / PAGE_ROWS) - 1)
  const wanted = { first: 0, previous: view.page - 1, next: view.page + 1, last }[which] ?? which
  return Math.min(Math.max(wanted, 0), last)
}

function turnTo(which) {
  view.page = pageOf(which)
  showRows()
  byId('choice').scrollIntoView()
}

function fold(button) {
  const row = view.rows[button.dataset.row]
  const isOpen = view.opened.delete(row.index)
  if (isOpen) {
    byId(idOfDetails(row)).remove()
    button.removeAttribute('aria-controls')
  } else {
    view.opened.add(row.index)
    button.closest('tr').after(detailsElement(row))
    button.setAttribute('aria-controls', idOfDetails(row))
  }
  button.setAttribute('aria-expanded', !isOpen)
}

function showMore(button) {
  const row = view.rows[button.dataset.more]
  const list = button.previousElementSibling
  const first = list.children.length
  list.append(...row.notices.slice(first).map(notice => noticeElement(row, notice)))
  button.remove()
}

function onClick(event) {
  const button = event.target.closest('button')
  if (!button) return
  const { language, filter, page, row, more } = button.dataset
  const column = button.closest('th')?.dataset.column
  if (language) setLanguage(language)
  else if (filter) setFilter(filter === view.filter ? 'all' : filter)
  else if (column) sortBy(column)
  else if (page) turnTo(page)
  else if (row) fold(button)
  else if (more) showMore(button)
}

function begin() {
  view.rows = readRows()
  view.codes = countsOfCodes()
  const end = document.querySelector('script.end')
  view.isWhole = Boolean(end)
  view.seconds = end ? JSON.parse(end.textContent).seconds : 0
  // The first of the user's languages that the page has.
  const language = navigator.languages.map(tag => tag.split('-')[0]).find(name => Object.hasOwn(TEXTS, name)) ?? 'en'
  document.addEventListener('click', onClick)
  byId('choice').addEventListener('submit', event => event.preventDefault())
  byId('filter').addEventListener('change', event => setFilter(event.target.value))
  byId('search').addEventListener('input', event => {
    view.words = plain(event.target.value.trim())
    choose()
  })
  byId('page').addEventListener('change', event => turnTo(Number(event.target.value) - 1 || 0))
  view.shown = view.rows
  setLanguage(language)
}

document.addEventListener('DOMContentLoaded', begin)
