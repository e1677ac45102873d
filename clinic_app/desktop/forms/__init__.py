"""Forms made from the declarations of the records."""
