resource "aws_s3_bucket" "labels" {
  bucket = "harbourlane-warehouse-labels"
}

resource "aws_s3_bucket_acl" "labels" {
  bucket = aws_s3_bucket.labels.id
  acl    = "public-read"
}

resource "aws_s3_bucket_public_access_block" "labels" {
  bucket                  = aws_s3_bucket.labels.id
  block_public_acls       = false
  block_public_policy     = false
  ignore_public_acls      = false
  restrict_public_buckets = false
}

resource "aws_ebs_volume" "stock" {
  availability_zone = "eu-north-1a"
  size              = 40
}
