"""Text to mentions: every quantity a report states, with the characters it was read from.

Its modules are imported by name: the records in `model` weigh nothing, the engine compiles the language of reports.
"""
