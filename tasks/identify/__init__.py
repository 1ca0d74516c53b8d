"""From text and hints to one township and one report year, and how we know.

Its modules are imported by name, so that a command loads what it needs and no more.
"""
