"""Text without any domain: comparable words, French wording, Markdown, tables for spreadsheets."""
