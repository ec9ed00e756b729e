"""The local page of ``docconvert --serve``: texts go in, files come out, and nothing leaves the computer.

    server.py    the socket, on 127.0.0.1 alone, and the server on it
    guard.py     who may ask: hosts and origins; what browsers are told about each answer
    app.py       what can be asked, and the answers
    choices.py   which options a request may have: none that names a file
    work.py      what worker processes do for it, each for a time
    structure.py what was recognised, as the page shows it
    language.py  in which language a request is answered
    page.html, page.css, page.js, icon.svg    the page

No request opens a file but those that come with docconvert: texts come as bytes, outputs go as bytes. The
server needs ``docconvert[web]``; the rest of docconvert does not load this package.
"""
