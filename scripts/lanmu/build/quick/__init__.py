"""What makes builds quick: pages in several processes at once, and pages taken over from the last build.

`inside.py` is the one place that reaches into MkDocs and Python-Markdown; everything in it is known to fit the versions
it names, and with others MkDocs' own way is taken, slower and with the same result.
"""
