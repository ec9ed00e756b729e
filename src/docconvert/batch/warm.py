"""Reads a text as it is imported, so that all is loaded and compiled that reading takes.

The server of worker processes imports it: the workers need not do it each for itself.
"""

from __future__ import annotations

from docconvert.pipeline import read

read("山城春訊\n\n第一章\n\n今日,山城下了第一場雨。「好雨!」(hǎo yǔ)\n\n第二章\n\n雨停了。")
