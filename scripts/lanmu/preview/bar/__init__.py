"""The bar above every page of the preview, which only the editor sees: state, file and faults of what the page shows.

The preview's server puts it into its answers. No template and no step of the build knows of it, so no site can hold it.
"""
