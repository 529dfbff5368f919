"""Search: what is indexed (`documents`), the words queries are read with (`words`), the index (`index`)."""
