"""What stands before the document: Noto's fonts, Han forms, and words for Han languages."""

from __future__ import annotations

from sphinx.locale import _

from allocdoc.pdf.fonts import region_of
from allocdoc.settings import Language

_PACKAGES = r"""
\usepackage{fontspec}
\usepackage{xeCJK}
\defaultfontfeatures[\rmfamily,\sffamily,\ttfamily]{}
"""

# Noto's typewriter face has no italic, Han characters have none at all. The families of text have
# no arrows, operators and signs; xeCJK can take a block of characters from another font.
# That of TU has a glyph for the mark of a broken line which Noto lacks; the kernel draws one.
_FONTS = r"""
\setmainfont{Noto Serif}
\setsansfont{Noto Sans}
\setmonofont{Noto Sans Mono}[Scale=0.85, ItalicFont=*, ItalicFeatures={FakeSlant=0.2},
  BoldItalicFont=* Bold, BoldItalicFeatures={FakeSlant=0.2}]
\setCJKmainfont{Noto Serif CJK @HAN@}[ItalicFont=Noto Sans CJK @HAN@]
\setCJKsansfont{Noto Sans CJK @HAN@}[ItalicFont=*]
\setCJKmonofont{Noto Sans Mono CJK @HAN@}[Scale=0.85, ItalicFont=*, BoldItalicFont=* Bold]
\xeCJKDeclareSubCJKBlock{Operators}{"2190 -> "22FF, "27C0 -> "27FF, "2900 -> "2AFF}
\xeCJKDeclareSubCJKBlock{Signs}{"2300 -> "23FF, "25A0 -> "27BF, "2B00 -> "2BFF}
\setCJKmainfont[Operators, ItalicFont=*, AutoFakeBold]{Noto Sans Math}
\setCJKsansfont[Operators, ItalicFont=*, AutoFakeBold]{Noto Sans Math}
\setCJKmonofont[Operators, Scale=0.85, ItalicFont=*]{Noto Sans Mono}
\setCJKmainfont[Signs, ItalicFont=*, AutoFakeBold]{Noto Sans Symbols2}
\setCJKsansfont[Signs, ItalicFont=*, AutoFakeBold]{Noto Sans Symbols2}
\setCJKmonofont[Signs, Scale=0.85, ItalicFont=*, AutoFakeBold]{Noto Sans Symbols2}
\UndeclareTextCommand{\textvisiblespace}{TU}
"""

# Polyglossia asks for these by the name of the script.
_CYRILLIC = r"""
\newfontfamily\cyrillicfont{Noto Serif}
\newfontfamily\cyrillicfontsf{Noto Sans}
\newfontfamily\cyrillicfonttt{Noto Sans Mono}[Scale=0.85, ItalicFont=*,
  ItalicFeatures={FakeSlant=0.2}, BoldItalicFont=* Bold, BoldItalicFeatures={FakeSlant=0.2}]
"""

# xeCJK takes quotation marks, dashes and dots for wide Han punctuation.
_NARROW_MARKS = "\n" + r'\xeCJKDeclareCharClass{Default}{"2010 -> "2027}' + "\n"

# Sphinx sets the running head by \@chappos, what follows the number of a chapter.
_HAN_WORDS = r"""
\makeatletter
\renewcommand{\contentsname}{@CONTENTS@}
\renewcommand{\indexname}{@INDEX@}
\renewcommand{\appendixname}{@APPENDIX@}
\ifdefined\chapter
  \renewcommand{\chaptername}{@BEFORE@}
  \renewcommand{\@chapapp}{\chaptername}
  \newcommand{\@chappos}{@AFTER@\hspace{1em}}
  \g@addto@macro\appendix{\def\@chappos{\hspace{1em}}}
  \titleformat{\chapter}{\py@HeaderFamily\py@TitleColor\huge}
    {\@chapapp\space\thechapter\space\@chappos}{0pt}{}
\fi
\makeatother
"""


def elements(language: Language) -> dict[str, str]:
    """Return the entries of ``latex_elements`` for a language."""
    han = region_of(language.code)
    fonts = _FONTS.replace("@HAN@", han or "SC")
    known = {
        "papersize": "a4paper",
        "fontenc": _PACKAGES,
        "fontpkg": fonts if han else fonts + _CYRILLIC + _NARROW_MARKS,
        # Else xeCJK puts spaces between the letters of code and Han comments.
        "fvset": r"\fvset{fontsize=auto,formatcom=\xeCJKVerbAddon}",
        # A line of Han text has no spaces to break it at.
        "sphinxsetup": "verbatimforcewraps",
        "extrapackages": rf"\PassOptionsToPackage{{pdflang={{{language.tag}}}}}{{hyperref}}" + "\n",
    }
    if not han:
        return known
    # xeCJK itself breaks lines of Han text; what the other packages bring besides is a few words.
    alone = {"babel": "", "polyglossia": "", "fncychap": ""}
    return known | alone | {"extrapackages": known["extrapackages"] + _han_words()}


def _han_words() -> str:
    before, after = _("Chapter %s").split("%s")
    words = {
        "@CONTENTS@": _("Table of Contents"),
        "@INDEX@": _("Index"),
        "@APPENDIX@": _("Appendix"),
        "@BEFORE@": before.strip(),
        "@AFTER@": after.strip(),
    }
    text = _HAN_WORDS
    for place, word in words.items():
        text = text.replace(place, word)
    return text
