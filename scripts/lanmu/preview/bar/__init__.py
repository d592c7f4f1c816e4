"""The bar above every page of the preview, which only the editor sees. No step of a build knows of it."""
