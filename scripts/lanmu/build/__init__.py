"""The only room that imports MkDocs: it turns an edition into a site. A change of site generator ends here."""
