// The local page: takes texts, asks the server on this computer what is recognised in them, and for files made of them.
//
// Nothing is kept but in this page. What it asks for: app.py says.

'use strict'

const AT_ONCE = 4 // texts that are read at the same time; the server takes only so many
const LIT_MILLISECONDS = 2500
const ABOUT = ['title', 'author', 'date', 'language', 'encoding'] // what is said of one text, not of all
const FIRST = ['pdf', 'docx', 'epub']
const MAIN = ['style', 'script', 'vocabulary', 'readings', 'writing', 'clean']
const REQUEST = { 'docconvert-request': '1' }

const SAMPLE = `渡口的燈(dēng)
作者：林小舟

第一章　霧(wù)

臘(là)月初八,渡口起了大霧(wù)。擺(bǎi)渡的老人把燈(dēng)掛(guà)在船頭(tóu),說(shuō):「霧(wù)再大,燈(dēng)也要亮著。」

他的孫(sūn)女阿禾不信。**燈(dēng)有什麼(me)用呢**?她想,河對(duì)岸連(lián)狗叫聲(shēng)也聽(tīng)不見(jiàn)。可是老人每晚都把玻璃罩擦三遍,從(cóng)來(lái)沒(méi)有忘記(jì)過(guò)。

第二章　對(duì)岸

天亮以前,對(duì)岸有人喊船。老人應(yīng)了一聲(shēng),把篙點(diǎn)下去。船走到河心,阿禾回頭(tóu)看,來(lái)路已經(jīng)沒(méi)有了,只有那一點(diǎn)光還(hái)在水上。

***

霧(wù)裡(lǐ)看燈(dēng)，
燈(dēng)裡(lǐ)看河。
河水不問(wèn)，
燈(dēng)火不說(shuō)。

他們(men)靠岸的時(shí)候,霧(wù)散了。等船的是個(gè)郵(yóu)差,懷(huái)裡(lǐ)揣著一封給(gěi)阿禾的信。
`

const TEXTS = {
  en: {
    tag: 'en',
    heading: 'From text to document',
    promise: 'All of it happens on this computer. Nothing is sent anywhere.',
    languages: 'Language of this page',
    drop: 'Drop texts here',
    choose: 'Choose files…',
    paste: 'Paste a text…',
    pasted: 'Text',
    pasteHere: 'Paste or write a text here',
    take: 'Take this text',
    kinds: 'Chinese plain text in any encoding, or JSON that docconvert wrote.',
    texts: 'Texts',
    format: 'Format',
    more: 'More options',
    about: 'Title, author, encoding…',
    make: format => `Make ${format}`,
    makeAll: (count, format) => `All ${count} as ${format}`,
    making: 'Making…',
    made: 'Files made',
    recognised: 'What was recognised',
    views: 'View',
    structure: 'Structure',
    paper: 'The text as it was recognised',
    noticed: count => `Notices (${count})`,
    contents: count => `Headings (${count})`,
    welcome: 'Here you will see what is recognised in a text: its title, headings and verse, what was repaired, and what left the text.\nEach line shows its number in the file.',
    sample: 'Try a sample',
    sampleName: 'sample.txt',
    pastedName: 'pasted text',
    reading: 'reading…',
    state: (characters, notices) => `${characters} characters, ${notices} notices`,
    failed: 'cannot be read',
    remove: name => `Remove ${name}`,
    facts: { language: 'Language', encoding: 'Encoding', author: 'Author', date: 'Date', characters: 'Characters', paragraphs: 'Paragraphs' },
    line: number => `line ${number}`,
    whole: 'whole text',
    left: count => `${count} more are not shown.`,
    done: name => `${name} is ready.`,
    save: 'Save',
    open: 'Open in a new tab',
    noViewer: 'This browser shows no PDF in a page.',
    broken: message => `not available: ${message}`,
    gone: 'docconvert does not answer. Start it again with docconvert --serve; the texts stay in this page.',
    unreadable: 'This cannot be read: it is a folder, or the file is gone.',
    large: size => `This is larger than ${size} MB. Split it, or use the command line.`,
    empty: 'The file is empty.',
    found: 'as found',
    patterns: 'LEVEL=REGEX, one on a line',
    fields: {
      readings: 'Readings', script: 'Script', vocabulary: 'Words', clean: 'Clean', punctuation: 'Punctuation', emphasis: 'Emphasis',
      repair: 'Repair', headings: 'Find headings', heading_pattern: 'Headings', title: 'Title', author: 'Author', date: 'Date',
      language: 'Language', encoding: 'Encoding', writing: 'Lines', contents: 'Contents', cover: 'Cover', embed_fonts: 'Embed fonts',
      toc_pages: 'Page numbers', publisher: 'Publisher', series: 'Series', series_index: 'Number', description: 'Description',
      identifier: 'Identifier', style: 'Style',
    },
    values: {
      'readings.auto': 'automatic', 'readings.ruby': 'above the characters', 'readings.inline': 'in the line', 'readings.drop': 'left out',
      'readings.keep': 'as typed',
      'script.keep': 'as it is', 'script.hans': 'Simplified', 'script.hant-tw': 'Traditional, Taiwan', 'script.hant-hk': 'Traditional, Hong Kong',
      'vocabulary.keep': 'as they are', 'vocabulary.cn': 'of the mainland', 'vocabulary.tw': 'of Taiwan', 'vocabulary.hk': 'of Hong Kong',
      'clean.none': 'nothing', 'clean.noise': 'advertisements, page numbers',
      'punctuation.auto': 'automatic', 'punctuation.keep': 'as typed', 'punctuation.full': 'full-width',
      'emphasis.auto': 'automatic', 'emphasis.quotes': 'marks and quoted terms', 'emphasis.marks': 'marks only', 'emphasis.off': 'none',
      'repair.auto': 'automatic', 'repair.off': 'off',
      'writing.auto': 'as the style has them', 'writing.horizontal': 'horizontal', 'writing.vertical': 'vertical',
      'contents.auto': 'in books', 'contents.yes': 'always', 'contents.no': 'never',
      'cover.auto': 'for books', 'cover.drawn': 'drawn', 'cover.none': 'none',
      'style.default': 'default', 'style.book': 'novel', 'style.classic': 'classic, vertical', 'style.large-print': 'large print',
      'style.official': 'official (GB/T 9704)',
    },
    roles: {
      byline: 'byline', salutation: 'salutation', signature: 'signature', date: 'date', note: 'note', marking: 'marking', letterhead: 'letterhead', number: 'number',
      attachment: 'attachment', appendix: 'appendix', copy: 'copy', imprint: 'imprint',
    },
    codes: {
      'bytes-missing': 'bytes missing', 'bytes-replaced': 'bytes replaced', 'characters-removed': 'characters removed', 'contents-removed': 'contents removed',
      'emphasis-marks-removed': 'emphasis marks removed', 'escapes-removed': 'escapes removed', 'fonts-needed': 'fonts needed',
      'glyph-missing': 'glyph missing', 'heading-doubtful': 'heading doubtful', 'heading-made': 'heading made',
      'heading-marks-removed': 'heading marks removed',
      'headings-repeated': 'headings repeated', 'language-corrected': 'language corrected', 'languages-mixed': 'languages mixed', 'noise-kept': 'noise kept',
      'noise-removed': 'noise removed', 'not-chinese': 'not Chinese', 'not-shown': 'not shown', 'output-ignored': 'option ignored',
      'output-stale': 'old output left',
      'punctuation-widened': 'punctuation widened', 'reading-damaged': 'reading damaged', 'reading-detached': 'reading detached',
      'reading-repaired': 'reading repaired', 'readings-kept': 'readings kept', 'readings-removed': 'readings removed',
      'script-choices': 'script choices', 'script-mixed': 'script mixed', 'script-unchanged': 'script unchanged',
      'script-withheld': 'script withheld', 'separator-set': 'separator set', 'styles-added': 'styles added',
      'title-found': 'title found', 'title-made': 'title made', 'title-moved': 'title moved', 'title-shared': 'title shared', 'title-trimmed': 'title trimmed',
    },
  },
  zh: {
    tag: 'zh-Hans',
    heading: '从文本到文档',
    promise: '全部在本机完成，内容不会发送到任何地方。',
    languages: '本页语言',
    drop: '把文本拖到这里',
    choose: '选择文件…',
    paste: '粘贴文本…',
    pasted: '文本',
    pasteHere: '在此粘贴或输入文本',
    take: '使用这段文本',
    kinds: '任何编码的中文纯文本，或 docconvert 写出的 JSON。',
    texts: '文本',
    format: '格式',
    more: '更多选项',
    about: '标题、作者、编码……',
    make: format => `生成 ${format}`,
    makeAll: (count, format) => `${count} 个全部生成 ${format}`,
    making: '正在生成……',
    made: '已生成的文件',
    recognised: '识别结果',
    views: '视图',
    structure: '结构',
    paper: '识别出的文本',
    noticed: count => `提示（${count}）`,
    contents: count => `标题（${count}）`,
    welcome: '这里会显示文本的识别结果：书名、标题、诗行，修复了什么，删去了什么。\n每一行都标出它在文件中的行号。',
    sample: '试用示例',
    sampleName: '示例.txt',
    pastedName: '粘贴的文本',
    reading: '正在读取……',
    state: (characters, notices) => `${characters} 字，${notices} 条提示`,
    failed: '无法读取',
    remove: name => `移除 ${name}`,
    facts: { language: '语言', encoding: '编码', author: '作者', date: '日期', characters: '字数', paragraphs: '段落' },
    line: number => `第 ${number} 行`,
    whole: '全文',
    left: count => `另有 ${count} 项未显示。`,
    done: name => `${name} 已生成。`,
    save: '保存',
    open: '在新标签页打开',
    noViewer: '此浏览器不能在页面中显示 PDF。',
    broken: message => `不可用：${message}`,
    gone: 'docconvert 没有回应。请用 docconvert --serve 重新启动；文本仍保留在本页。',
    unreadable: '无法读取：这是文件夹，或文件已不在。',
    large: size => `大于 ${size} MB。请拆分，或使用命令行。`,
    empty: '文件是空的。',
    found: '自动识别',
    patterns: '级别=正则表达式，每行一条',
    fields: {
      readings: '注音', script: '字形', vocabulary: '用词', clean: '清理', punctuation: '标点', emphasis: '强调',
      repair: '修复', headings: '识别标题', heading_pattern: '标题规则', title: '书名', author: '作者', date: '日期',
      language: '语言', encoding: '编码', writing: '行文方向', contents: '目录', cover: '封面', embed_fonts: '嵌入字体',
      toc_pages: '目录页码', publisher: '出版者', series: '丛书', series_index: '丛书序号', description: '简介',
      identifier: '标识符', style: '样式',
    },
    values: {
      'readings.auto': '自动', 'readings.ruby': '标在字上', 'readings.inline': '写在行内', 'readings.drop': '删去',
      'readings.keep': '保持原样',
      'script.keep': '不转换', 'script.hans': '简体', 'script.hant-tw': '繁体（台湾）', 'script.hant-hk': '繁体（香港）',
      'vocabulary.keep': '不换', 'vocabulary.cn': '大陆用词', 'vocabulary.tw': '台湾用词', 'vocabulary.hk': '香港用词',
      'clean.none': '不清理', 'clean.noise': '删去广告、页码',
      'punctuation.auto': '自动', 'punctuation.keep': '保持原样', 'punctuation.full': '全角',
      'emphasis.auto': '自动', 'emphasis.quotes': '符号与引号', 'emphasis.marks': '只认符号', 'emphasis.off': '不识别',
      'repair.auto': '自动', 'repair.off': '关闭',
      'writing.auto': '依样式', 'writing.horizontal': '横排', 'writing.vertical': '竖排',
      'contents.auto': '书才有', 'contents.yes': '总是有', 'contents.no': '不要',
      'cover.auto': '书才有', 'cover.drawn': '绘制', 'cover.none': '不要',
      'style.default': '默认', 'style.book': '小说', 'style.classic': '竖排古籍', 'style.large-print': '大字本',
      'style.official': '公文（GB/T 9704）',
    },
    roles: {
      byline: '署名', salutation: '称谓、敬语', signature: '落款', date: '日期', note: '注', marking: '份号、密级等', letterhead: '发文机关标志', number: '编号', attachment: '附件说明', appendix: '附件', copy: '抄送', imprint: '版记',
    },
    codes: {
      'bytes-missing': '可能缺失字节', 'bytes-replaced': '替换了无法解码的字节', 'characters-removed': '删去了不允许的字符', 'contents-removed': '删去了原有目录',
      'emphasis-marks-removed': '强调符号改为强调', 'escapes-removed': '删去了转义符号', 'fonts-needed': '阅读者需有字体',
      'glyph-missing': '字体缺字', 'heading-doubtful': '可能漏了标题', 'heading-made': '补了标题', 'heading-marks-removed': '删去了标题符号',
      'headings-repeated': '标题重复', 'language-corrected': '改正了语言标记', 'languages-mixed': '语言混用', 'noise-kept': '保留了疑似广告、页码',
      'noise-removed': '删去了广告、页码', 'not-chinese': '不是中文', 'not-shown': '此格式无法表现', 'output-ignored': '此格式不用的选项',
      'output-stale': '留有旧的输出文件',
      'punctuation-widened': '半角标点改为全角', 'reading-damaged': '注音损坏', 'reading-detached': '注音无所属',
      'reading-repaired': '修复了被注音拆开的字', 'readings-kept': '保留了注音', 'readings-removed': '删去了注音',
      'script-choices': '繁简有多种转换', 'script-mixed': '繁简混用', 'script-unchanged': '繁简未转换',
      'script-withheld': '部分字未作繁简转换', 'separator-set': '符号改为分隔线', 'styles-added': '补了样式',
      'title-found': '从正文找到标题', 'title-made': '拟了标题', 'title-moved': '移动了标题', 'title-shared': '多个文本标题相同', 'title-trimmed': '标题有删节',
    },
  },
}

const view = {
  texts: TEXTS.en,
  choices: null, // what the server offers
  items: [], // the texts
  item: null, // the one that is shown
  shown: 'structure', // or 'file'
  to: 'pdf',
  made: [], // files: { name, url, size, notices }
  isBusy: false,
  taken: 0, // files whose bytes are still to come
}

// Asking the server

class Refusal extends Error {
  constructor({ message, hint }) {
    super(message)
    this.hint = hint
  }
}

async function ask(path, { headers, ...init } = {}) {
  let response
  try {
    response = await fetch(path, { ...init, headers: { ...headers, 'accept-language': view.texts.tag } })
  } catch (error) {
    if (error.name === 'AbortError') throw error
    throw new Refusal({ message: view.texts.gone, hint: '' })
  }
  if (!response.ok) throw new Refusal(await response.json().catch(() => ({ message: view.texts.gone })))
  return response
}

function send(path, fields, bytes, signal) {
  return ask(`${path}?${new URLSearchParams(fields)}`, { method: 'POST', headers: REQUEST, body: bytes, signal })
}

const free = { places: AT_ONCE, waiting: [] }

async function oneOfFew(work) {
  if (free.places) free.places -= 1
  else await new Promise(resolve => free.waiting.push(resolve))
  try {
    return await work()
  } finally {
    if (free.waiting.length) free.waiting.shift()()
    else free.places += 1
  }
}

// Texts

async function addFiles(files) {
  view.taken += 1
  const added = await Promise.all([...files].map(async file => {
    if (file.size > view.choices.largest) return { ...newItem(file.name), fault: { own: 'large' } }
    try {
      return newItem(file.name, await file.arrayBuffer())
    } catch {
      return { ...newItem(file.name), fault: { own: 'unreadable' } }
    }
  }))
  view.taken -= 1
  addItems(added)
}

function newItem(name, bytes) {
  return { name, bytes, given: {}, read: null, fault: null, abort: null, file: null }
}

function addItems(items) {
  for (const item of items) {
    if (!item.fault && !item.bytes.byteLength) item.fault = { own: 'empty' }
  }
  view.items.push(...items)
  if (items.length) pick(items[0])
  for (const item of items) read(item)
  byId('status').textContent = ''
}

async function read(item) {
  if (item.fault?.own) return
  item.abort?.abort()
  const abort = item.abort = new AbortController()
  item.read = item.fault = null
  showItem(item)
  try {
    const response = await oneOfFew(() => send('/api/read', fieldsFor(item, 'options'), item.bytes, abort.signal))
    item.read = await response.json()
  } catch (error) {
    if (abort.signal.aborted) return // it is read anew, or gone
    item.fault = faultOf(error)
  }
  if (!abort.signal.aborted) showItem(item)
}

function readAll() {
  for (const item of view.items) read(item)
}

// What was said stays in the language of its time.
function faultOf(error) {
  return { message: error.message, hint: error.hint ?? '', language: view.texts.tag }
}

function pick(item) {
  view.item = item
  view.shown = 'structure'
  showItems()
  showText()
}

function remove(item) {
  item.abort?.abort()
  const index = view.items.indexOf(item)
  view.items.splice(index, 1)
  pick(item === view.item ? view.items[index] ?? view.items[index - 1] ?? null : view.item)
  const next = byId('texts').querySelectorAll('.pick')[Math.min(index, view.items.length - 1)] ?? byId('files')
  next.focus()
}

// What is wished for

function formatOf(name) {
  return view.choices.formats.find(format => format.name === name)
}

function isOffered(field) {
  const format = formatOf(view.to)
  if (field.name === 'style') return format.looks
  if (field.of === 'output') return format.obeys.includes(field.name)
  return field.name !== 'vocabulary' || wished('script') !== 'keep'
}

function wished(name) {
  const control = byId(`field-${name}`)
  return control.type === 'checkbox' ? control.checked : control.value
}

function fieldsFor(item, of) {
  const given = [['name', item.name]]
  for (const field of view.choices.fields) {
    const isWanted = field.of === 'options' || (of !== 'options' && isOffered(field))
    if (isWanted && isDrawn(field)) given.push(...valuesOf(field, item))
  }
  if (of !== 'options') {
    given.push(['to', view.to])
    if (formatOf(view.to).looks) given.push(['style', wished('style')])
  }
  return given
}

function isDrawn(field) {
  return field.kind !== 'several'
}

function valuesOf(field, item) {
  const { name, kind, default: usual } = field
  if (ABOUT.includes(name)) return item.given[name] ? [[name, item.given[name]]] : []
  if (!isOffered(field)) return []
  const value = wished(name)
  if (kind === 'lines') return value.split('\n').filter(line => line.trim()).map(line => [name, line.trim()])
  return value === usual ? [] : [[name, String(value)]]
}

// Files

async function make(item, isSaved) {
  const fields = fieldsFor(item)
  const key = JSON.stringify(fields)
  // What is chosen while the file is made is for the next one.
  const format = formatOf(view.to)
  const { tag: language } = view.texts
  if (item.file?.key !== key) {
    const response = await send('/api/convert', fields, item.bytes)
    const blob = await response.blob()
    const name = nameIn(response.headers.get('content-disposition'))
    const notices = JSON.parse(decodeURIComponent(response.headers.get('docconvert-notices')))
    const text = format.text ? await blob.text() : ''
    item.file = { key, name, notices, language, size: blob.size, url: URL.createObjectURL(blob), format, text }
    view.made.unshift(item.file)
    showMade()
  }
  if (isSaved) element('a', { href: item.file.url, download: item.file.name }).click()
  return item.file
}

function nameIn(disposition) {
  return decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(disposition)[1])
}

async function makeAll(items, isSaved) {
  if (view.isBusy) return
  setBusy(true)
  byId('status').textContent = view.texts.making
  byId('problem').hidden = true
  const done = []
  const faults = []
  for (const item of items) {
    try {
      done.push((await make(item, isSaved)).name)
    } catch (error) {
      faults.push([item, faultOf(error)])
    }
  }
  byId('status').textContent = done.length ? view.texts.done(done.join(', ')) : ''
  byId('problem').replaceChildren(...faults.map(([item, fault]) => element('p', {}, foreign(nameOf(item)), ': ', ...faultElements(fault))))
  byId('problem').hidden = !faults.length
  setBusy(false)
  showText()
}

function setBusy(isBusy) {
  view.isBusy = isBusy
  // Not disabled: a button that loses the focus by being pressed leaves a user of the keyboard nowhere.
  for (const id of ['make', 'make-all']) byId(id).setAttribute('aria-disabled', isBusy)
}

// Words and numbers

function byId(id) {
  return document.getElementById(id)
}

function number(value) {
  return new Intl.NumberFormat(view.texts.tag).format(value)
}

function size(bytes) {
  const isLarge = bytes >= 1e6
  const amount = bytes / (isLarge ? 1e6 : 1e3)
  return `${new Intl.NumberFormat(view.texts.tag, { maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount)} ${isLarge ? 'MB' : 'kB'}`
}

function nameOfFormat(name) {
  return name.toUpperCase()
}

function nameOfValue(field, value) {
  return view.texts.values[`${field}.${value}`] ?? value
}

function nameOf(item) {
  return item.name || view.texts.pastedName
}

function nameOfLanguage(tag) {
  try {
    return new Intl.DisplayNames([view.texts.tag], { type: 'language' }).of(tag)
  } catch {
    return tag
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
    index % 2 ? element('span', { class: 'sign' }, `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`) : part))
}

function faultElements(fault) {
  const { texts, choices } = view
  switch (fault.own) {
    case 'large': return [texts.large(number(choices.largest / 1e6))]
    case 'empty':
    case 'unreadable': return [texts[fault.own]]
    default: return [element('span', { lang: fault.language }, foreign(fault.message)),
      ...(fault.hint ? [element('span', { class: 'hint', lang: fault.language }, foreign(fault.hint))] : [])]
  }
}

// The head and the desk

function showTexts() {
  const { texts } = view
  document.documentElement.lang = texts.tag
  for (const part of document.querySelectorAll('[data-text]')) part.textContent = texts[part.dataset.text]
  for (const part of document.querySelectorAll('[data-label]')) part.setAttribute('aria-label', texts[part.dataset.label])
  for (const part of document.querySelectorAll('[data-place]')) part.placeholder = texts[part.dataset.place]
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', texts === TEXTS[button.dataset.language])
  }
  byId('status').textContent = ''
  if (!view.choices) return
  showFields()
  showItems()
  showText()
  showMade()
}

function showItems() {
  const { items } = view
  byId('given').hidden = !items.length
  byId('texts').replaceChildren(...items.map(itemElement))
  showButtons()
}

function itemElement(item) {
  const away = element('button', { type: 'button', class: 'away', 'aria-label': view.texts.remove(nameOf(item)) }, '×')
  const chosen = element('button', { type: 'button', class: 'pick', 'aria-pressed': String(item === view.item) },
    element('span', { class: 'called' }, foreign(nameOf(item))), element('span', { class: 'state' }, stateOf(item)))
  chosen.addEventListener('click', () => {
    pick(item)
    byId('texts').querySelector('[aria-pressed="true"]').focus()
  })
  away.addEventListener('click', () => remove(item))
  return element('li', { class: item.fault && 'failed' }, chosen, away)
}

function stateOf(item) {
  const { texts } = view
  if (item.fault) return texts.failed
  if (!item.read) return texts.reading
  return texts.state(number(item.read.counts.characters), number(item.read.counts.notices))
}

// Only what changed: the focus may be on another of the list.
function showItem(item) {
  const row = byId('texts').children[view.items.indexOf(item)]
  if (row) {
    row.className = item.fault ? 'failed' : ''
    row.querySelector('.state').textContent = stateOf(item)
  }
  if (item === view.item) showText()
  showButtons()
}

function showButtons() {
  const { texts, items } = view
  const format = nameOfFormat(view.to)
  byId('wishes').hidden = !items.length
  byId('make').textContent = texts.make(format)
  byId('make').hidden = !view.item || !!view.item.fault
  const good = items.filter(item => !item.fault)
  byId('make-all').textContent = texts.makeAll(number(good.length), format)
  byId('make-all').hidden = good.length < 2
  document.querySelector('[data-view=file]').textContent = format
}

function showFields() {
  const { choices } = view
  const before = Object.fromEntries(choices.fields.concat({ name: 'style' }).map(({ name }) => byId(`field-${name}`))
    .filter(control => control && control.dataset.name).map(control => [control.dataset.name, wished(control.dataset.name)]))
  byId('format-list').replaceChildren(...choices.formats.map(format => {
    const radio = element('input', { type: 'radio', name: 'to', value: format.name })
    radio.checked = format.name === view.to
    radio.disabled = !!format.broken
    return element('label', { title: format.broken && view.texts.broken(format.broken) }, radio, element('span', {}, nameOfFormat(format.name)))
  }))
  const style = { name: 'style', of: 'output', kind: 'choice', values: choices.styles.map(({ name }) => name), default: 'default' }
  const fields = [style, ...choices.fields.filter(field => isDrawn(field) && !ABOUT.includes(field.name))]
  const isMain = field => MAIN.includes(field.name)
  const inOrder = (a, b) => MAIN.indexOf(a.name) - MAIN.indexOf(b.name)
  byId('fields').replaceChildren(...fields.filter(isMain).sort(inOrder).map(field => fieldElement(field, before)))
  byId('more-fields').replaceChildren(...fields.filter(field => !isMain(field)).map(field => fieldElement(field, before)))
  showVocabulary()
  showOffered()
}

function fieldElement(field, before) {
  const { texts } = view
  const control = controlOf(field)
  control.id = `field-${field.name}`
  control.dataset.name = field.name
  control.dataset.of = field.of
  const value = before[field.name] ?? field.default
  if (field.kind === 'flag') control.checked = value
  else if (field.kind !== 'lines' || typeof value === 'string') control.value = value
  return element('label', { class: 'field' }, element('span', {}, texts.fields[field.name] ?? field.name), control)
}

function controlOf(field) {
  switch (field.kind) {
    case 'choice': return element('select', {}, ...field.values.map(value => element('option', { value }, nameOfValue(field.name, value))))
    case 'flag': return element('input', { type: 'checkbox' })
    case 'lines': return element('textarea', { rows: '2', spellcheck: 'false', placeholder: view.texts.patterns })
    default: return element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' })
  }
}

// The words of a region go with its script.
function showVocabulary() {
  const control = byId('field-vocabulary')
  const own = view.choices.vocabularies[wished('script')]
  const value = control.value === own ? own : 'keep'
  control.replaceChildren(...[...new Set(['keep', own])].map(each =>
    element('option', { value: each }, nameOfValue('vocabulary', each))))
  control.value = value
}

function showOffered() {
  const style = { name: 'style', of: 'output' }
  for (const field of [style, ...view.choices.fields]) {
    const control = byId(`field-${field.name}`)
    if (control && !ABOUT.includes(field.name)) control.parentElement.hidden = !isOffered(field)
  }
  byId('paper').classList.toggle('vertical', formatOf(view.to).obeys.includes('writing') && direction() === 'vertical')
}

// Of the lines of a file: the one that is wished for, or else that of the style.
function direction() {
  const wish = wished('writing')
  return wish === 'auto' ? view.choices.styles.find(({ name }) => name === wished('style')).writing : wish
}

function showMade() {
  byId('made').hidden = !view.made.length
  byId('made').replaceChildren(...view.made.map(file => element('li', {},
    element('a', { href: file.url, download: file.name }, foreign(file.name)), ' ', element('small', {}, size(file.size)),
    ...file.notices.map(notice => element('span', { class: 'told', lang: file.language }, foreign(notice.message))))))
}

// One text

function showText() {
  const { item } = view
  byId('text').hidden = !item
  byId('welcome').hidden = !!item
  if (!item) return
  const format = formatOf(view.to)
  const isShowable = format.name === 'pdf' || format.text
  const file = view.shown === 'file' && isShowable && item.file?.format === format ? item.file : null
  byId('name').replaceChildren(foreign(nameOf(item)))
  byId('views').hidden = !item.read || !isShowable
  for (const button of byId('views').children) button.setAttribute('aria-pressed', (button.dataset.view === 'file') === !!file)
  byId('fault').hidden = !item.fault
  byId('fault').replaceChildren(...(item.fault ? faultElements(item.fault) : []))
  byId('structure').hidden = !!file || (!item.read && !item.fault)
  byId('file').hidden = !file
  showAbout(item)
  if (file) showFile(file)
  else if (item.read) showStructure(item.read)
  for (const id of ['facts', 'paper']) byId(id).hidden = !item.read
  for (const id of ['noticed', 'contents']) byId(id).hidden ||= !item.read
}

function showAbout(item) {
  const { texts, choices } = view
  if (byId('about-fields').contains(document.activeElement)) return // what is being typed stays
  byId('about').hidden = !!item.fault?.own
  byId('about-fields').replaceChildren(...choices.fields.filter(field => ABOUT.includes(field.name)).map(field => {
    const found = field.name === 'title' ? plain(item.read?.title ?? []) : item.read?.about[field.name]
    const control = element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: found || texts.found })
    control.value = item.given[field.name] ?? ''
    control.id = `field-${field.name}`
    control.addEventListener('change', () => {
      item.given[field.name] = control.value.trim()
      view.shown = 'structure'
      read(item)
    })
    return element('label', { class: 'field' }, element('span', {}, texts.fields[field.name]), control)
  }))
}

function showStructure(found) {
  const { texts } = view
  const { language } = found.about
  const facts = { ...found.about, language: nameOfLanguage(language), characters: number(found.counts.characters),
    paragraphs: number(found.counts.paragraphs) }
  byId('facts').replaceChildren(...Object.entries(texts.facts).filter(([name]) => facts[name]).map(([name, label]) =>
    element('div', {}, element('dt', {}, label), element('dd', {}, foreign(facts[name])))))
  byId('noticed').hidden = !found.notices.length
  byId('noticed-head').textContent = texts.noticed(number(found.counts.notices))
  byId('notices').replaceChildren(...found.notices.map(notice => noticeElement(notice, language)), ...leftElements('li', found.left_notices))
  byId('contents').hidden = !found.outline.length
  byId('contents-head').textContent = texts.contents(number(found.counts.headings))
  byId('outline').replaceChildren(...found.outline.map(entry => outlineElement(entry, language)), ...leftElements('li', found.left_outline))
  showSheet(found, language)
}

function leftElements(name, count) {
  return count ? [element(name, { class: 'left' }, view.texts.left(number(count)))] : []
}

function noticeElement(notice, language) {
  const { texts } = view
  const where = notice.line ? element('button', { type: 'button', class: 'where' }, texts.line(number(notice.line)))
    : element('span', { class: 'where' }, texts.whole)
  if (notice.line) where.addEventListener('click', () => goTo(lineAt(notice.line)))
  const change = ['removed', 'added'].filter(kind => notice[kind]).map(kind =>
    element('span', { class: `change ${kind}` }, foreign(notice[kind], language)))
  return element('li', {}, where, element('span', { class: 'code' }, texts.codes[notice.code] ?? notice.code),
    element('span', { class: 'message' }, element('span', {}, foreign(notice.message)), ...change))
}

function outlineElement(entry, language) {
  const button = element('button', { type: 'button', class: `level-${entry.level}` }, foreign(entry.text, language))
  button.addEventListener('click', () => goTo(byId('sheet').querySelector(`[data-block="${entry.block}"]`)))
  return element('li', {}, button)
}

// The last of the sheet that begins at or above a line.
function lineAt(line) {
  return [...byId('sheet').querySelectorAll('[data-line]')].filter(part => Number(part.dataset.line) <= line).at(-1)
}

function goTo(part) {
  if (!part) return
  part.tabIndex = -1
  part.focus({ preventScroll: true })
  part.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  part.classList.add('lit')
  setTimeout(() => part.classList.remove('lit'), LIT_MILLISECONDS)
}

function showSheet(found, language) {
  const title = found.title.length
    ? [element('p', { class: 'title', 'data-line': found.title_line && String(found.title_line) }, ...found.title.map(inlineElement))] : []
  byId('sheet').lang = language
  const blocks = found.blocks.map(blockElement)
  blocks.splice(found.above_title, 0, ...title)
  byId('sheet').replaceChildren(...blocks, ...leftElements('p', found.left_blocks))
}

function blockElement(block, index) {
  const place = { 'data-line': block.line && String(block.line), 'data-block': String(index) }
  switch (block.type) {
    case 'heading': return element('p', { ...place, class: `heading level-${block.level}` }, ...block.lines[0].map(inlineElement))
    case 'verse': return element('p', { ...place, class: 'verse' }, ...block.lines.map(line => element('span', {}, ...line.map(inlineElement))))
    case 'separator': return element('p', { ...place, class: 'separator' }, '＊　＊　＊')
    default: return element('p', { ...place, class: block.role }, ...block.lines[0].map(inlineElement), ...roleElements(block.role))
  }
}

function roleElements(role) {
  return role === 'body' ? [] : [element('span', { class: 'role', lang: view.texts.tag }, view.texts.roles[role] ?? role)]
}

function inlineElement(inline) {
  if (typeof inline === 'string') return inline
  if (Array.isArray(inline)) return element('ruby', {}, inline[0], element('rt', {}, inline[1]))
  return element('em', {}, ...inline.emphasis.map(inlineElement))
}

function plain(inlines) {
  return inlines.map(inline => typeof inline === 'string' ? inline : Array.isArray(inline) ? inline[0] : plain(inline.emphasis)).join('')
}

// A file, by the browser's own viewer

function showFile(file) {
  const { texts } = view
  byId('file-links').replaceChildren(
    element('a', { href: file.url, download: file.name }, foreign(file.name)), ' ', element('small', {}, size(file.size)),
    ...(file.format.name === 'pdf' ? [' · ', element('a', { href: file.url, target: '_blank', rel: 'noopener' }, texts.open)] : []))
  if (byId('viewer').dataset.url === file.url) return // drawn already: it stays where it is scrolled to
  byId('viewer').dataset.url = file.url
  if (file.format.name === 'pdf') {
    byId('viewer').replaceChildren(navigator.pdfViewerEnabled
      ? element('iframe', { src: `${file.url}#navpanes=0&view=FitH`, title: file.name }) : element('p', {}, texts.noViewer))
  } else {
    byId('viewer').replaceChildren(element('pre', { tabindex: '0', role: 'region', 'aria-label': file.name }, file.text))
  }
}

async function show(shown) {
  view.shown = shown
  if (shown === 'file') await makeAll([view.item], false)
  showText()
}

// Beginning

function listen() {
  byId('files').addEventListener('change', event => {
    addFiles(event.target.files)
    event.target.value = '' // so that the same file can be chosen again
  })
  byId('open-paste').addEventListener('click', event => {
    const isOpen = byId('paste').hidden
    byId('paste').hidden = !isOpen
    event.currentTarget.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) byId('pasted').focus()
  })
  byId('paste').addEventListener('submit', event => {
    event.preventDefault()
    addText('', byId('pasted').value)
    byId('pasted').value = ''
    byId('open-paste').click()
    byId('open-paste').focus()
  })
  byId('sample').addEventListener('click', () => addText(view.texts.sampleName, SAMPLE))
  document.addEventListener('paste', event => {
    if (event.target.closest?.('input, textarea')) return
    const { files } = event.clipboardData
    if (files.length) addFiles(files)
    else addText('', event.clipboardData.getData('text/plain'))
  })
  listenToDrops()
  listenToWishes()
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => {
      if (view.texts === TEXTS[button.dataset.language]) return
      view.texts = TEXTS[button.dataset.language]
      showTexts()
      readAll() // so that its notices are told in this language
    })
  }
  for (const button of byId('views').children) button.addEventListener('click', () => show(button.dataset.view))
}

function addText(name, text) {
  if (text.trim()) addItems([newItem(name, new TextEncoder().encode(text).buffer)])
}

function listenToDrops() {
  document.addEventListener('dragover', event => {
    event.preventDefault()
    document.body.classList.add('over')
  })
  document.addEventListener('dragleave', event => event.relatedTarget || document.body.classList.remove('over'))
  document.addEventListener('drop', event => {
    event.preventDefault()
    document.body.classList.remove('over')
    if (event.dataTransfer.files.length) addFiles(event.dataTransfer.files)
    else addText('', event.dataTransfer.getData('text/plain'))
  })
}

function listenToWishes() {
  byId('wishes').addEventListener('change', ({ target }) => {
    view.shown = 'structure' // a file that was shown is not what is wished for now
    if (target.name === 'to') view.to = target.value
    if (target.dataset.name === 'script') showVocabulary()
    showOffered()
    showButtons()
    if (target.dataset.of === 'options') readAll()
    else showText()
  })
  byId('wishes').addEventListener('submit', event => {
    event.preventDefault()
    makeAll([view.item], true)
  })
  byId('make-all').addEventListener('click', () => makeAll(view.items.filter(item => !item.fault), true))
}

async function begin() {
  view.texts = navigator.language.toLowerCase().startsWith('zh') ? TEXTS.zh : TEXTS.en
  showTexts()
  try {
    view.choices = await (await ask('/api/choices')).json()
  } catch (error) {
    byId('problem').replaceChildren(...faultElements(faultOf(error)))
    byId('problem').hidden = false
    return
  }
  const rank = ({ name }) => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1) // the others come last
  view.choices.formats.sort((a, b) => rank(a) - rank(b))
  byId('version').textContent = view.choices.docconvert
  showTexts()
  listen()
}

begin()
