"""Amazon S3 and what speaks its dialect: Google Cloud Storage with HMAC keys, the landing zone that AWS hosts."""
