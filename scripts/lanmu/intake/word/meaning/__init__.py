"""What things in a Word document mean: styles, numbers, fields, signs, formulas, links."""
