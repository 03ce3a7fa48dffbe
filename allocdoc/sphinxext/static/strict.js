// What of Sphinx's own scripts the policy of these pages forbids, done in another way. Loaded
// between these scripts and the translations of their words.
"use strict";

// Sphinx makes a function of the text of a plural rule; the browser has the same rules.
Documentation.addTranslations = ({ locale, messages }) => {
  const rules = new Intl.PluralRules(locale.replaceAll("_", "-"));
  // In the order of gettext's forms.
  const order = ["zero", "one", "two", "few", "many", "other"];
  const forms = order.filter((name) => rules.resolvedOptions().pluralCategories.includes(name));
  for (const [source, words] of Object.entries(messages)) {
    // Its catalogs have entries that nobody translated, all of them empty.
    if ([words].flat().some(Boolean)) {
      Documentation.TRANSLATIONS[source] = words;
    }
  }
  Documentation.PLURAL_EXPR = (number) => forms.indexOf(rules.select(number));
  Documentation.LOCALE = locale;
};

// Sphinx writes a link with code in its address.
document.addEventListener("click", (event) => {
  if (event.target.closest("#searchbox .highlight-link a")) {
    event.preventDefault();
    SphinxHighlight.hideSearchWords();
  }
});
