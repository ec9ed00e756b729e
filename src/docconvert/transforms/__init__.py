"""Transforms: functions from a document to a document, each changing one thing of the text.

Their order is the pipeline's; none looks at how the document will be written.
"""
