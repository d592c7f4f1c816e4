"""The site: what is made, rendered and put in place. With MkDocs, or with ProperDocs, which carries MkDocs 1.x on."""

import importlib.util

if importlib.util.find_spec("mkdocs") is None:
    # From here on `import mkdocs` gives ProperDocs.
    importlib.import_module("properdocs.replacement")
