"""Spreadsheets of cases: read as text, mapped to the fields of a request, and taken in row by row, each once."""
