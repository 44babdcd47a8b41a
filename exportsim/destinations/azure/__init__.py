"""Azure: Blob Storage, Data Lake Storage Gen2, and the landing zone that Azure hosts."""
