"""Formulas: LaTeX becomes MathML, and that becomes Typst's own math."""
