"""What several channels share: fonts, styles, typesetting, pictures, tables, the Word writer."""
