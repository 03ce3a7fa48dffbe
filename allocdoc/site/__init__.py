"""All languages at once: plan the builds, run them, assemble the tree, serve it.

Invariant: a language's folder in the tree is the whole result of one build. It is made beside the
old one and takes its place when it is complete, so no page of an earlier build lives on in it.
"""
