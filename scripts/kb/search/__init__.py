"""Search: what is indexed (`documents`), the words that queries are read with (`words`), the index (`index`)."""
