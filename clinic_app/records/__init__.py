"""What a clinic writes down. Each field is declared once, on the column that stores it."""
