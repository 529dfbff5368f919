"""The knowledge base: records, sources, languages, rendering and checks. Knows no MkDocs."""
